using System.Buffers;

namespace Atrium.Protocols.Http.Wire;

/// <summary>The target of a request as bytes (RFC 9112, 3.2): which form it has, and whether its characters may stand there.</summary>
internal static class TargetSyntax
{
    // RFC 3986, 3.3 and 3.4, and what clients send although they must not ([ ] { } | ^ ` "). No "#": a fragment stays with the client.
    private static readonly SearchValues<byte> PathBytes = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@%/[]{}|^`\""u8);

    private static readonly SearchValues<byte> QueryBytes = SearchValues.Create(
        [.. Enumerable.Range(0x21, 0x7F - 0x21).Select(i => (byte)i).Where(b => b != '#')]);

    /// <summary>Null when it is well-formed.</summary>
    /// <param name="method">Decides whether the asterisk-form may be.</param>
    /// <param name="target">The target.</param>
    /// <param name="authority">Where the absolute-form has one, which must be that of the field Host.</param>
    internal static string? Violation(ReadOnlySpan<byte> method, ReadOnlySpan<byte> target, out Range authority)
    {
        authority = default;
        if (target[0] == '/')
            return OfPath(target);
        if (target is [(byte)'*'])
            return method.SequenceEqual("OPTIONS"u8) ? null : "The target * goes with OPTIONS only.";
        var start = StartsWithScheme(target, "http://"u8) ? 7 : StartsWithScheme(target, "https://"u8) ? 8 : 0;
        if (start == 0)
            return "The target of the request is neither a path nor an http address.";
        var length = target[start..].IndexOfAny((byte)'/', (byte)'?');
        if (length < 0)
            length = target.Length - start;
        authority = start..(start + length);
        // RFC 9110, 4.2.4: a name before the host is there to deceive.
        if (target[authority].Contains((byte)'@'))
            return "The target of the request has a user's name in it.";
        return HostSyntax.Violation(target[authority]) ?? OfPath(target[(start + length)..]);
    }

    private static string? OfPath(ReadOnlySpan<byte> path)
    {
        // Most have neither a query nor anything encoded.
        var question = path.IndexOf((byte)'?');
        var query = question < 0 ? default : path[question..];
        if (question >= 0)
            path = path[..question];
        if (path.ContainsAnyExcept(PathBytes))
            return "The path has a character that must be percent-encoded.";
        if (query.ContainsAnyExcept(QueryBytes))
            return "The query has a character that must be percent-encoded.";
        return IsPercentEncodingWhole(path) && IsPercentEncodingWhole(query) ? null : "The target has a percent sign without two hexadecimal digits.";
    }

    private static bool IsPercentEncodingWhole(ReadOnlySpan<byte> text)
    {
        for (var at = text.IndexOf((byte)'%'); at >= 0; at = text.IndexOf((byte)'%'))
        {
            if (text.Length < at + 3 || !char.IsAsciiHexDigit((char)text[at + 1]) || !char.IsAsciiHexDigit((char)text[at + 2]))
                return false;
            text = text[(at + 3)..];
        }
        return true;
    }

    private static bool StartsWithScheme(ReadOnlySpan<byte> target, ReadOnlySpan<byte> scheme)
        => target.Length > scheme.Length && System.Text.Ascii.EqualsIgnoreCase(target[..scheme.Length], scheme);
}
