using System.Buffers;
using System.Text;
using Atrium.Core;

namespace Atrium.Protocols.Http.Sites;

/// <summary>The target of a request that is passed on: as it was written, since what it means is the application's business.</summary>
internal static class ProxyTarget
{
    private static readonly SearchValues<char> Allowed = SearchValues.Create(
        [.. Enumerable.Range(0x21, 0x7F - 0x21).Select(i => (char)i).Where(c => c != '#')]);

    /// <summary>
    /// The path and the query. What climbs out of a folder is refused: the application may stand below a path, and others beside it
    /// (ATTACKS 11).
    /// </summary>
    internal static Outcome<string> Read(string raw)
    {
        var rest = raw.AsSpan();
        if (!rest.StartsWith("/"))
        {
            // RFC 9112, 3.2.2: the host of an absolute form is the one of Host, or the request was refused before.
            var scheme = rest.IndexOf("://", StringComparison.Ordinal);
            if (scheme < 0)
                return Refused.Invalid("The target of the request is neither a path nor an http address.");
            rest = rest[(scheme + 3)..];
            var slash = rest.IndexOfAny('/', '?');
            rest = slash < 0 ? "/" : rest[slash..];
        }
        if (rest.ContainsAnyExcept(Allowed))
            return Refused.Invalid("The target of the request has a character that must be percent-encoded.");
        var question = rest.IndexOf('?');
        var path = question < 0 ? rest : rest[..question];
        foreach (var part in path.SplitAny('/', '\\'))
        {
            // Encoded once, as applications decode it, whatever signs they take the bytes for; and without what some of them drop behind a semicolon.
            var name = Encoding.Latin1.GetString(System.Net.WebUtility.UrlDecodeToBytes(Encoding.Latin1.GetBytes(path[part].ToString().Replace('+', ' ')), 0, path[part].Length) ?? []);
            if (name.Split('/', '\\').Any(piece => piece.Split(';')[0] is ".." or "."))
                return Refused.Invalid("The path has '.' or '..' in it: give the plain path.");
        }
        return rest.StartsWith("?") ? "/" + rest.ToString() : rest.ToString();
    }
}
