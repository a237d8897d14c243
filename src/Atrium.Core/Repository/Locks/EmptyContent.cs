using System.Security.Cryptography;
using Atrium.Core.Ports;

namespace Atrium.Core.Repository.Locks;

/// <summary>No bytes: what a lock on a name lets stand there.</summary>
internal sealed class EmptyContent : IContentSource
{
    private static readonly byte[] HashOfNothing = SHA256.HashData([]);

    internal static EmptyContent Instance { get; } = new();

    public long Size => 0;

    public byte[]? Sha256 => HashOfNothing;

    public void Write(ICatalogTransaction tx, long node, long seq, long position, long domain)
    {
    }
}
