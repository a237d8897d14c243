using System.Globalization;
using System.Net.Http.Json;
using Atrium.Api;

namespace Atrium.Client;

/// <summary>Who may connect.</summary>
public sealed class FirewallClient
{
    private const string Rules = "/api/v1/firewall/rules";
    private readonly Wire wire;

    internal FirewallClient(Wire wire) => this.wire = wire;

    /// <summary>All rules, in the order in which they are asked.</summary>
    public Task<IReadOnlyList<FirewallRuleRecord>> ListRulesAsync(CancellationToken cancellation)
        => wire.AllAsync(Rules, AtriumJson.Default.PageRecordFirewallRuleRecord, cancellation);

    /// <summary>Writes a rule; what was said of the same network and protocol goes.</summary>
    public Task<FirewallRuleRecord> AddRuleAsync(FirewallRuleRequest request, CancellationToken cancellation)
        => wire.AskAsync(
            HttpMethod.Post, Rules, JsonContent.Create(request, AtriumJson.Default.FirewallRuleRequest), AtriumJson.Default.FirewallRuleRecord, cancellation);

    /// <summary>Removes a rule.</summary>
    public Task RemoveRuleAsync(long id, CancellationToken cancellation)
        => wire.DoAsync(HttpMethod.Delete, string.Create(CultureInfo.InvariantCulture, $"{Rules}/{id}"), null, cancellation);

    /// <summary>Whom the server keeps out by itself, newest first.</summary>
    public Task<IReadOnlyList<BanRecord>> ListBansAsync(CancellationToken cancellation)
        => wire.AllAsync("/api/v1/firewall/bans", AtriumJson.Default.PageRecordBanRecord, cancellation);

    /// <summary>Lets an address or a network in again.</summary>
    public Task<UnbannedRecord> UnbanAsync(string network, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(network);
        var segments = network.Split('/').Select(Uri.EscapeDataString);
        return wire.AskAsync(HttpMethod.Delete, $"/api/v1/firewall/bans/{string.Join('/', segments)}", null, AtriumJson.Default.UnbannedRecord, cancellation);
    }
}
