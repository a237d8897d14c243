using Atrium.Api;

namespace Atrium.Client;

/// <summary>What clients have locked.</summary>
public sealed class LocksClient
{
    private const string All = "/api/v1/locks";

    private readonly Wire wire;

    internal LocksClient(Wire wire) => this.wire = wire;

    /// <summary>The locks on a node and on what is below; without a path the caller's own, and all for administrators.</summary>
    public Task<IReadOnlyList<LockRecord>> ListAsync(string? path, CancellationToken cancellation)
        => wire.AllAsync(path is null ? All : $"{All}?path={Uri.EscapeDataString(path)}", AtriumJson.Default.PageRecordLockRecord, cancellation);

    /// <summary>Takes a lock away.</summary>
    public Task BreakAsync(string id, CancellationToken cancellation) => wire.DoAsync(HttpMethod.Delete, $"{All}/{Uri.EscapeDataString(id)}", null, cancellation);
}
