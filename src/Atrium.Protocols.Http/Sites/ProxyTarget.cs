using System.Buffers;
using Atrium.Core;
using Atrium.Protocols.Http.Requests;

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
            // Encoded once, as applications decode it.
            if (!RequestTarget.TryDecode(path[part], out var name))
                continue;
            if (name is "." or ".." || name.Split('/', '\\').Any(piece => piece is ".." or "."))
                return Refused.Invalid("The path has '.' or '..' in it: give the plain path.");
        }
        return rest.StartsWith("?") ? "/" + rest.ToString() : rest.ToString();
    }
}
