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
        return origin.Count > 0
            && (!Uri.TryCreate(origin.ToString(), UriKind.Absolute, out var uri)
                || !uri.Scheme.Equals(request.Scheme, StringComparison.OrdinalIgnoreCase)
                || !uri.Authority.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase));
    }
}
