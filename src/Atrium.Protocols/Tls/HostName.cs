using System.Globalization;
using System.Net;
using System.Text;

namespace Atrium.Protocols.Tls;

/// <summary>Host names in the one form in which certificates hold and compare them: ASCII (punycode), without the final dot.</summary>
internal static class HostName
{
    // RFC 1035, 2.3.4: 255 octets on the wire leave 253 characters of text.
    private const int LongestName = 253;

    /// <summary>The name in A-label form, lower case; null when it is no host name (empty, too long, strange characters).</summary>
    internal static string? TryNormalize(string? name)
    {
        if (string.IsNullOrEmpty(name) || name.Length > LongestName + 1)
            return null;
        var ascii = name.EndsWith('.') ? name[..^1] : name;
        if (!Ascii.IsValid(ascii) && TryPunycode(ascii) is var punycode)
            ascii = punycode;
        return ascii is { Length: > 0 and <= LongestName } && ascii.All(IsAllowed) && !ascii.Split('.').Any(label => label.Length is 0 or > 63)
            ? ascii.ToLowerInvariant()
            : null;
    }

    /// <summary>An address from the text of a URL or of a server name: with or without the brackets of IPv6, no scope.</summary>
    internal static IPAddress? TryAddress(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        // IPAddress.TryParse also takes "1" and "0x7f.1", which are host names to everybody else.
        var bare = text[0] == '[' && text[^1] == ']' ? text[1..^1] : text;
        return IPAddress.TryParse(bare, out var address) && (bare.Contains(':') || bare.Count('.') == 3) ? address : null;
    }

    // A wildcard is one asterisk as the whole left-most label (RFC 9525, 6.3); it is looked at by the caller.
    // The underscore is no letter of RFC 952, but machines have it in their names and certificates may carry it.
    private static bool IsAllowed(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_' or '*';

    private static string? TryPunycode(string name)
    {
        try
        {
            return new IdnMapping().GetAscii(name.ToLowerInvariant());
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
