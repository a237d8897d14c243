using System.Buffers;
using Microsoft.Extensions.Primitives;

namespace Atrium.Protocols.Http.Sites;

/// <summary>How long what a site serves may be kept by browsers and caches.</summary>
internal static class CachePolicy
{
    /// <summary>
    /// Asked for again each time, which costs a 304: a page of the new site with a style sheet of the old one would be a mixture.
    /// </summary>
    internal static readonly StringValues AskFirst = "no-cache";

    /// <summary>A year, the longest that caches take seriously: another content has another name.</summary>
    internal static readonly StringValues Immutable = "public, max-age=31536000, immutable";

    private const int MinHexHash = 8, ShortHash = 8;

    private static readonly SearchValues<char> Hex = SearchValues.Create("0123456789abcdef");

    // What build tools give short names in mixed letters to.
    private static readonly string[] Built = [".js", ".mjs", ".css", ".map", ".wasm", ".woff", ".woff2"];

    internal static StringValues Of(string name) => IsFingerprinted(name) ? Immutable : AskFirst;

    /// <summary>
    /// True when a name holds a hash of its content: <c>app.3f9a1b2c.js</c>, <c>index-BdX8k2a1.js</c>. A date is not a hash, nor is a
    /// word: what is taken for one wrongly is stale for a year.
    /// </summary>
    internal static bool IsFingerprinted(string name)
    {
        var ending = name.LastIndexOf('.');
        if (ending <= 0)
            return false;
        var stem = name.AsSpan(0, ending);
        var start = stem.LastIndexOfAny('.', '-', '_') + 1;
        if (start == 0)
            return false;
        var hash = stem[start..];
        if (hash.Length >= MinHexHash && !hash.ContainsAnyExcept(Hex) && hash.ContainsAnyInRange('0', '9') && hash.ContainsAnyInRange('a', 'f'))
            return true;
        return hash.Length == ShortHash && hash.ContainsAnyInRange('0', '9') && hash.ContainsAnyInRange('A', 'Z') && hash.ContainsAnyInRange('a', 'z')
            && Built.Contains(name[ending..]);
    }
}
