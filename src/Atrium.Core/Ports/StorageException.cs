using Atrium.Core.Durability;

namespace Atrium.Core.Ports;

/// <summary>The disk refused bytes, before anything was promised about them.</summary>
internal sealed class StorageException(string action, IOException cause)
    : IOException($"Cannot {action}: {cause.Message}", cause)
{
    internal bool IsDiskFull { get; } = DurableFile.IsDiskFull(cause);
}
