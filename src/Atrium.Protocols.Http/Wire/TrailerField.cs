using System.Buffers;
using System.Text;

namespace Atrium.Protocols.Http.Wire;

/// <summary>
/// One field behind a chunked body (RFC 9112, 7.1.2), looked at byte by byte. A field on which it depends how a request is read, for whom it
/// is or who asks may not stand there (RFC 9110, 6.5.1): whoever merges trailers into the head would be deceived by it.
/// </summary>
internal sealed class TrailerField
{
    /// <summary>The longest name that is looked for.</summary>
    private const int MaxKnownBytes = 19;

    private static readonly SearchValues<byte> TokenBytes = SearchValues.Create(
        "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    private static readonly HashSet<string> Forbidden = new(StringComparer.OrdinalIgnoreCase)
    {
        "Transfer-Encoding", "Content-Length", "Trailer", "TE", "Connection", "Keep-Alive", "Upgrade", "Host", "Expect", "Range", "Max-Forwards",
        "Cache-Control", "Content-Encoding", "Content-Type", "Content-Range", "Authorization", "Proxy-Authorization", "Proxy-Connection", "Cookie",
        "Origin", "Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "If-Match", "If-None-Match", "If-Modified-Since",
        "If-Unmodified-Since", "If-Range",
    };

    private readonly byte[] name = new byte[MaxKnownBytes];
    private int length;
    private bool isInValue;

    internal static bool IsTokenByte(byte b) => TokenBytes.Contains(b);

    /// <summary>RFC 9110, 5.5: the tab is the only one that may stand in a value.</summary>
    internal static bool IsControl(byte b) => b is (< 0x20 and not (byte)'\t') or 0x7F;

    /// <summary>A line begins.</summary>
    internal void Begin() => (length, isInValue) = (0, false);

    /// <summary>Looks at the next byte; null when all is well.</summary>
    internal string? Look(byte b)
    {
        if (isInValue)
            return IsControl(b) ? "A trailer has a control character." : null;
        if (b == ':' && length > 0)
        {
            isInValue = true;
            return length <= MaxKnownBytes && Forbidden.Contains(Encoding.ASCII.GetString(name, 0, length))
                ? "A field that says how a request is read may not be a trailer."
                : null;
        }
        if (!IsTokenByte(b))
            return "The name of a trailer has a character that is not allowed there.";
        if (length < MaxKnownBytes)
            name[length] = b;
        length++;
        return null;
    }

    /// <summary>The line ends; null when all is well.</summary>
    internal string? End() => isInValue ? null : "A trailer is not a field's name, a colon and a value.";
}
