using System.Buffers;
using System.Text;
using System.Text.Unicode;
using Atrium.Core;

namespace Atrium.Protocols.Http.Requests;

/// <summary>
/// The target of a request as it was sent (RFC 9112, 3.2), percent-decoded exactly once. Kestrel's own path is never used: it has
/// been normalised, so that what climbed out of a folder can no longer be seen.
/// </summary>
/// <param name="Segments">Decoded names, none of them empty, "." or "..", none with a slash or a control character.</param>
/// <param name="TrailingSlash">True when the path ends with a slash.</param>
/// <param name="Query">Raw, without the question mark; empty when there is none.</param>
/// <param name="IsAsterisk">The asterisk-form: the server as a whole.</param>
internal sealed record RequestTarget(string[] Segments, bool TrailingSlash, string Query, bool IsAsterisk = false)
{
    /// <summary>Deeper than <see cref="Core.Repository.NodePath.MaxDepth"/> by what stands before a path of the tree.</summary>
    private const int MaxSegments = Core.Repository.NodePath.MaxDepth + 8;

    // RFC 3986, 3.3: unreserved, sub-delims, ":" and "@"; the percent sign and what clients send although they must not ([ ] { } | ^ ` ").
    private static readonly SearchValues<char> PathCharacters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@%/[]{}|^`\"");

    private static readonly SearchValues<char> VisibleAscii = SearchValues.Create(
        [.. Enumerable.Range(0x21, 0x7F - 0x21).Select(i => (char)i).Where(c => c != '#')]);

    /// <summary>Reads origin-form, absolute-form and asterisk-form.</summary>
    internal static Outcome<RequestTarget> Parse(string raw)
    {
        if (raw == "*")
            return new RequestTarget([], false, "", IsAsterisk: true);

        var rest = raw.AsSpan();
        if (!rest.StartsWith("/"))
        {
            var scheme = rest.IndexOf("://", StringComparison.Ordinal);
            if (scheme < 0 || !IsHttpScheme(rest[..scheme]))
                return Refused.Invalid("The target of the request is neither a path nor an http address.");
            rest = rest[(scheme + 3)..];
            var end = rest.IndexOfAny('/', '?');
            // RFC 9110, 4.2.4: a name before the host is there to deceive.
            if ((end < 0 ? rest : rest[..end]).Contains('@'))
                return Refused.Invalid("The target of the request has a user's name in it.");
            rest = end < 0 ? "/" : rest[end..];
        }

        var query = "";
        var question = rest.IndexOf('?');
        if (question >= 0)
        {
            if (rest[question..].ContainsAnyExcept(VisibleAscii))
                return Refused.Invalid("The query has a character that must be percent-encoded.");
            query = rest[(question + 1)..].ToString();
            rest = rest[..question];
        }
        if (rest.IsEmpty)
            return new RequestTarget([], true, query);
        if (rest.ContainsAnyExcept(PathCharacters))
            return Refused.Invalid("The path has a character that must be percent-encoded.");
        return SplitPath(rest[1..], query);
    }

    private static bool IsHttpScheme(ReadOnlySpan<char> scheme)
        => scheme.Equals("http", StringComparison.OrdinalIgnoreCase) || scheme.Equals("https", StringComparison.OrdinalIgnoreCase);

    private static Outcome<RequestTarget> SplitPath(ReadOnlySpan<char> path, string query)
    {
        var trailing = path.IsEmpty || path[^1] == '/';
        if (trailing && !path.IsEmpty)
            path = path[..^1];
        else if (path.IsEmpty)
            return new RequestTarget([], true, query);

        var count = path.Count('/') + 1;
        if (count > MaxSegments)
            return Refused.Invalid("The path has too many names.");
        var segments = new string[count];
        for (var i = 0; i < count; i++)
        {
            var slash = path.IndexOf('/');
            var raw = slash < 0 ? path : path[..slash];
            if (!TryDecode(raw, out var segment))
                return Refused.Invalid("The path has a percent-encoding that is broken or is not UTF-8.");
            if (!IsName(segment))
                return Refused.Invalid("The path has an empty name, '.', '..', or a name with a slash or control character: give the plain path.");
            segments[i] = segment;
            path = slash < 0 ? default : path[(slash + 1)..];
        }
        return new RequestTarget(segments, trailing, query);
    }

    private static bool IsName(string segment)
    {
        if (segment is "" or "." or "..")
            return false;
        foreach (var c in segment)
        {
            if (c == '/' || char.IsControl(c))
                return false;
        }
        return true;
    }

    /// <summary>Decodes each %XX once; false for a broken one, and for bytes that are not UTF-8 (overlong forms and surrogates among them).</summary>
    internal static bool TryDecode(ReadOnlySpan<char> raw, out string decoded)
    {
        if (!raw.Contains('%'))
        {
            decoded = raw.ToString();
            return true;
        }
        decoded = "";
        var rented = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(raw.Length));
        var text = ArrayPool<char>.Shared.Rent(rented.Length);
        try
        {
            var length = 0;
            for (var i = 0; i < raw.Length; i++)
            {
                if (raw[i] != '%')
                {
                    if (raw[i] > 0x7F)
                        return false;
                    rented[length++] = (byte)raw[i];
                    continue;
                }
                if (i + 2 >= raw.Length || !char.IsAsciiHexDigit(raw[i + 1]) || !char.IsAsciiHexDigit(raw[i + 2]))
                    return false;
                rented[length++] = (byte)(HexValue(raw[i + 1]) << 4 | HexValue(raw[i + 2]));
                i += 2;
            }
            if (Utf8.ToUtf16(rented.AsSpan(0, length), text, out _, out var written, replaceInvalidSequences: false) != OperationStatus.Done)
                return false;
            decoded = new string(text, 0, written);
            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
            ArrayPool<char>.Shared.Return(text);
        }
    }

    private static int HexValue(char c) => char.IsAsciiDigit(c) ? c - '0' : (c | 0x20) - 'a' + 10;
}
