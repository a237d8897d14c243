namespace Atrium.Core.Sites;

/// <summary>Every limit of sites, with its reason.</summary>
public static class SiteLimits
{
    /// <summary>
    /// Deployments that can be shown again. They are history, and go with it (retention, cap); this is the most of them: somebody who
    /// deploys every change still reaches back over days, and a robot that deploys every minute does not fill the catalog with rows.
    /// </summary>
    public const int MaxDeployments = 50;

    /// <summary>Files of one deployment: larger than the largest documentation sites, and a manifest that fits in memory.</summary>
    public const int MaxFiles = 100_000;

    /// <summary>Other names of one site: a certificate and a look-up for each.</summary>
    public const int MaxAliases = 100;

    /// <summary>How long uploaded contents wait for their deployment: longer than the longest upload over a slow line.</summary>
    public static readonly TimeSpan MaxUploadTime = TimeSpan.FromHours(24);

    /// <summary>The folder of the site's space that visitors see.</summary>
    public const string CurrentName = "current";

    /// <summary>The file at the top of a site that says where its addresses lead.</summary>
    public const string RedirectsName = "_redirects";

    /// <summary>The file at the top of a site that says which fields its answers have.</summary>
    public const string HeadersName = "_headers";
}
