using System.Net.Http.Json;
using Atrium.Api;

namespace Atrium.Client;

/// <summary>Links by which people without an account reach a file or folder.</summary>
public sealed class SharesClient
{
    private const string All = "/api/v1/shares";

    private readonly Wire wire;

    internal SharesClient(Wire wire) => this.wire = wire;

    /// <summary>Makes a link; its secret is in the answer, and nowhere else.</summary>
    public Task<NewShareRecord> CreateAsync(ShareRequest request, CancellationToken cancellation)
        => wire.AskAsync(HttpMethod.Post, All, JsonContent.Create(request, AtriumJson.Default.ShareRequest), AtriumJson.Default.NewShareRecord, cancellation);

    /// <summary>The links to a node; without a path the caller's own, and all for administrators.</summary>
    public Task<IReadOnlyList<ShareRecord>> ListAsync(string? path, CancellationToken cancellation)
        => wire.AllAsync(path is null ? All : $"{All}?path={Uri.EscapeDataString(path)}", AtriumJson.Default.PageRecordShareRecord, cancellation);

    /// <summary>Revokes a link.</summary>
    public Task RevokeAsync(string id, CancellationToken cancellation) => wire.DoAsync(HttpMethod.Delete, $"{All}/{Uri.EscapeDataString(id)}", null, cancellation);
}
