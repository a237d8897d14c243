using System.Text.Json.Serialization;

namespace Atrium.Api;

/// <summary>A site: <c>GET /api/v1/sites</c>.</summary>
/// <param name="Host">Its name; its files are in the space /sites/HOST.</param>
/// <param name="Aliases">Other names that show the same.</param>
/// <param name="Proxy">The application that requests are passed on to; null for a site of files.</param>
/// <param name="Http">Served without TLS too; otherwise clear text leads to HTTPS.</param>
/// <param name="Created">When it was added.</param>
/// <param name="Current">The deployment that visitors see; null when nothing was deployed.</param>
/// <param name="Options">How it is served, by the names of the options; those that were not set are not in it.</param>
/// <param name="Problems">Lines of its _redirects and _headers that are passed over; only where one site is shown.</param>
/// <param name="Backends">The applications behind it, and whether they are up; only where one site is shown.</param>
public sealed record SiteRecord(
    string Host, IReadOnlyList<string> Aliases, string? Proxy, bool Http, DateTimeOffset Created, DeploymentRecord? Current,
    IReadOnlyDictionary<string, string> Options, IReadOnlyList<SiteProblemRecord>? Problems = null, IReadOnlyList<SiteBackendRecord>? Backends = null);

/// <summary>An application behind a site.</summary>
/// <param name="Url">Where it is.</param>
/// <param name="Up">Whether it gets requests.</param>
/// <param name="Since">When that began.</param>
/// <param name="Reason">Why it gets none; empty where it does.</param>
/// <param name="UnderWay">Requests that it has not answered yet.</param>
public sealed record SiteBackendRecord(string Url, bool Up, DateTimeOffset Since, string Reason, int UnderWay);

/// <summary>The body of <c>PATCH /api/v1/sites/HOST</c>: what is not in it stays.</summary>
/// <param name="Http">Served without TLS too, or not.</param>
/// <param name="Options">Texts of options by their names; null for what holds where nothing is said.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record SitePatchRequest(bool? Http = null, IReadOnlyDictionary<string, string?>? Options = null);

/// <summary>The body of <c>POST /api/v1/sites</c>.</summary>
/// <param name="Host">A name such as example.org.</param>
/// <param name="Proxy">http://... or https://...: pass requests on to this application.</param>
/// <param name="Http">Serve it without TLS too.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record SiteRequest(string Host, string? Proxy = null, bool Http = false)
{
    /// <summary>How it is served, by the names of the options.</summary>
    public IReadOnlyDictionary<string, string>? Options { get; init; }
}

/// <summary>A deployment that is kept: <c>GET /api/v1/sites/HOST/deployments</c>.</summary>
/// <param name="Number">Counted from 1 within the site.</param>
/// <param name="At">When visitors first saw it.</param>
/// <param name="Account">Who; null when the account is gone.</param>
/// <param name="Files">As deployed.</param>
/// <param name="Bytes">As deployed.</param>
/// <param name="Current">True for the one that visitors see.</param>
public sealed record DeploymentRecord(long Number, DateTimeOffset At, string? Account, long Files, long Bytes, bool Current);

/// <summary>A file of a deployment.</summary>
/// <param name="Path">Below the site, with slashes.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Sha256">64 hexadecimal digits in lower case.</param>
/// <param name="Modified">To be kept as Last-Modified; null means now.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record SiteFileRecord(
    string Path, long Size, string Sha256, [property: JsonConverter(typeof(ZonedTimeConverter))] DateTimeOffset? Modified = null);

/// <summary>
/// The body of <c>POST /api/v1/sites/HOST/deployments</c>. The answer is 200 with what is missing, to be uploaded with
/// <c>PUT /api/v1/sites/HOST/uploads/UPLOAD/SHA256</c> before the same is sent again with the upload; or 201 when it is done.
/// </summary>
/// <param name="Files">All files that the site will have.</param>
/// <param name="Upload">Where the missing contents were uploaded to.</param>
/// <param name="DryRun">Only say what is missing.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record DeployRequest(IReadOnlyList<SiteFileRecord> Files, string? Upload = null, bool DryRun = false);

/// <summary>The answer to it.</summary>
/// <param name="Upload">Where the missing contents go; null when nothing is missing, and for a dry run.</param>
/// <param name="Missing">Hashes of contents that the site does not hold yet.</param>
/// <param name="Deployment">What visitors see now; null while something is missing.</param>
/// <param name="Problems">Lines of _redirects and _headers that are passed over; null while something is missing.</param>
public sealed record DeployRecord(
    string? Upload, IReadOnlyList<string> Missing, DeploymentRecord? Deployment, IReadOnlyList<SiteProblemRecord>? Problems = null);

/// <summary>A line of a file with which a site says how it is served, that is passed over.</summary>
/// <param name="File">_redirects or _headers.</param>
/// <param name="Line">Counted from 1.</param>
/// <param name="Message">What is wrong, and what to write instead.</param>
public sealed record SiteProblemRecord(string File, int Line, string Message);

/// <summary>The body of <c>POST /api/v1/sites/HOST/rollback</c>.</summary>
/// <param name="To">A deployment that is kept; null for the one before the present one.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record RollbackRequest(long? To = null);
