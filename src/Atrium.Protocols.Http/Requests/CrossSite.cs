using Microsoft.AspNetCore.Http;

namespace Atrium.Protocols.Http.Requests;

/// <summary>
/// Browsers send a remembered Basic sign-in with what another site's page asks for (ATTACKS 50). Each of them says where such a
/// request came from; a change is made only for the server's own pages, and for programs, which say nothing.
/// </summary>
internal static class CrossSite
{
    /// <summary>True when a browser says that a page of another origin sent this.</summary>
    internal static bool IsForeign(HttpRequest request)
    {
        var site = request.Headers["Sec-Fetch-Site"];
        if (site.Count > 0)
            return site.ToString() is not ("same-origin" or "none");
        var origin = request.Headers.Origin;
        return origin.Count > 0 && !IsOwn(origin.ToString(), request);
    }

    /// <summary>An origin is its scheme, host and port (RFC 6454, 4); a port that is the scheme's own is left away by browsers.</summary>
    internal static bool IsOwn(string origin, HttpRequest request)
        => Uri.TryCreate(origin, UriKind.Absolute, out var page)
        && Uri.TryCreate($"{request.Scheme}://{request.Host.Value}", UriKind.Absolute, out var own)
        && page.GetLeftPart(UriPartial.Authority).Equals(own.GetLeftPart(UriPartial.Authority), StringComparison.OrdinalIgnoreCase);
}
