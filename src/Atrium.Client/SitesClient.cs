using System.Net.Http.Json;
using Atrium.Api;

namespace Atrium.Client;

/// <summary>What is served under host names.</summary>
public sealed class SitesClient
{
    private readonly Wire wire;

    internal SitesClient(Wire wire) => this.wire = wire;

    /// <summary>The sites that the caller may see.</summary>
    public async Task<IReadOnlyList<SiteRecord>> ListAsync(CancellationToken cancellation)
        => (await wire.AskAsync(HttpMethod.Get, Root, null, AtriumJson.Default.PageRecordSiteRecord, cancellation).ConfigureAwait(false)).Items;

    /// <summary>One site, by one of its names.</summary>
    public Task<SiteRecord> GetAsync(string host, CancellationToken cancellation)
        => wire.AskAsync(HttpMethod.Get, Of(host), null, AtriumJson.Default.SiteRecord, cancellation);

    /// <summary>Adds a site.</summary>
    public Task<SiteRecord> AddAsync(SiteRequest request, CancellationToken cancellation)
        => wire.AskAsync(HttpMethod.Post, Root, JsonContent.Create(request, AtriumJson.Default.SiteRequest), AtriumJson.Default.SiteRecord, cancellation);

    /// <summary>Serves a site in another way.</summary>
    public Task<SiteRecord> SetAsync(string host, SitePatchRequest request, CancellationToken cancellation)
        => wire.AskAsync(HttpMethod.Patch, Of(host), JsonContent.Create(request, AtriumJson.Default.SitePatchRequest), AtriumJson.Default.SiteRecord, cancellation);

    /// <summary>Takes a site off the air; its files stay.</summary>
    public async Task RemoveAsync(string host, CancellationToken cancellation)
    {
        using var response = await wire.SendAsync(wire.Request(HttpMethod.Delete, Of(host), null), cancellation).ConfigureAwait(false);
    }

    /// <summary>Gives a site another name.</summary>
    public Task<SiteRecord> AddAliasAsync(string host, string alias, CancellationToken cancellation)
        => wire.AskAsync(HttpMethod.Put, $"{Of(host)}/aliases/{Uri.EscapeDataString(alias)}", null, AtriumJson.Default.SiteRecord, cancellation);

    /// <summary>Takes another name away.</summary>
    public Task<SiteRecord> RemoveAliasAsync(string host, string alias, CancellationToken cancellation)
        => wire.AskAsync(HttpMethod.Delete, $"{Of(host)}/aliases/{Uri.EscapeDataString(alias)}", null, AtriumJson.Default.SiteRecord, cancellation);

    /// <summary>The deployments that are kept, newest first.</summary>
    public async Task<IReadOnlyList<DeploymentRecord>> DeploymentsAsync(string host, CancellationToken cancellation)
        => (await wire.AskAsync(HttpMethod.Get, $"{Of(host)}/deployments", null, AtriumJson.Default.PageRecordDeploymentRecord, cancellation)
            .ConfigureAwait(false)).Items;

    /// <summary>Says what is missing, or deploys when nothing is.</summary>
    public Task<DeployRecord> DeployAsync(string host, DeployRequest request, CancellationToken cancellation)
        => wire.AskAsync(
            HttpMethod.Post, $"{Of(host)}/deployments", JsonContent.Create(request, AtriumJson.Default.DeployRequest), AtriumJson.Default.DeployRecord,
            cancellation);

    /// <summary>Uploads a content that is missing.</summary>
    public async Task UploadAsync(string host, string upload, string sha256, Stream body, long length, CancellationToken cancellation)
    {
        var content = new StreamContent(body, 128 * 1024);
        content.Headers.ContentLength = length;
        var request = wire.Request(HttpMethod.Put, $"{Of(host)}/uploads/{Uri.EscapeDataString(upload)}/{sha256}", content);
        using var response = await wire.SendAsync(request, cancellation).ConfigureAwait(false);
    }

    /// <summary>Shows an earlier deployment again; with null, the one before the present one.</summary>
    public Task<DeploymentRecord> RollBackAsync(string host, long? to, CancellationToken cancellation)
        => wire.AskAsync(
            HttpMethod.Post, $"{Of(host)}/rollback", JsonContent.Create(new RollbackRequest(to), AtriumJson.Default.RollbackRequest),
            AtriumJson.Default.DeploymentRecord, cancellation);

    private const string Root = "/api/v1/sites";

    private static string Of(string host) => $"{Root}/{Uri.EscapeDataString(host)}";
}
