using System.Buffers.Text;
using System.Security.Cryptography;
using Atrium.Core.Repository;

namespace Atrium.Protocols.Http.Dav;

/// <summary>
/// Entity tags as WebDAV says them. Those of the files API are a hash in hexadecimal, of which two do not fit into the field If as common
/// clients build it (neon: 200 bytes with a token, litmus shows it); here the same hash has 44 characters.
/// </summary>
internal static class DavTag
{
    /// <summary>No other tag begins with it: those that are no hash begin with the store's epoch, which is hexadecimal.</summary>
    private const char Mark = 'h';

    private const int HexLength = 2 * SHA256.HashSizeInBytes;

    /// <summary>As it is sent, without quotes.</summary>
    internal static string Of(string tag)
    {
        if (tag.Length != HexLength)
            return tag;
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        return Convert.FromHexString(tag, hash, out _, out _) == System.Buffers.OperationStatus.Done ? Mark + Base64Url.EncodeToString(hash) : tag;
    }

    /// <summary>As the repository knows it; a tag of the files API is taken too.</summary>
    internal static string Back(string tag)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        return tag is [Mark, .. var text] && Base64Url.TryDecodeFromChars(text, hash, out var length) && length == hash.Length
            ? Convert.ToHexStringLower(hash)
            : tag;
    }

    internal static Precondition Back(Precondition condition) => condition is { AnyOf: null, NoneOf: null } ? condition : condition with
    {
        AnyOf = condition.AnyOf is { } any ? [.. any.Select(Back)] : null,
        NoneOf = condition.NoneOf is { } none ? [.. none.Select(Back)] : null,
    };
}
