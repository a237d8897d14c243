using System.Collections.Concurrent;
using System.Net;
using Atrium.Core.Accounts;
using Atrium.Core.Ports;
using Atrium.Core.Settings;
using Atrium.Values;

namespace Atrium.Core.Guard;

/// <summary>
/// Who may connect: the rules, the bans, and what leads to one. It is asked for each connection and each request, of memory alone; what
/// changes holds at once, for connections that are open too (<see cref="Changed"/>).
/// </summary>
public sealed class Firewall : IAsyncDisposable
{
    private static readonly Caller Self = Caller.OfSystem("firewall");

    private readonly ICatalog catalog;
    private readonly SettingBook settings;
    private readonly TimeProvider clock;
    private readonly OffenceScores scores = new();
    private readonly ConcurrentDictionary<Network, Ban> bans = new();
    private readonly BanWriter writer;
    private readonly SemaphoreSlim loading = new(1);
    private volatile RuleTable rules = RuleTable.Empty;
    private volatile NetworkList exempt = NetworkList.Empty;
    private volatile NetworkList proxies = NetworkList.Empty;
    private long nextExpiry = long.MaxValue;
    private long nextSweep;

    internal Firewall(ICatalog catalog, SettingBook settings, TimeProvider clock)
    {
        (this.catalog, this.settings, this.clock) = (catalog, settings, clock);
        writer = new BanWriter(catalog, bans, clock);
    }

    /// <summary>Whom it concerns when somebody may no longer be let in: the addresses of a ban, or null when rules have changed.</summary>
    public event Action<Network?>? Changed;

    /// <summary>Protocols that a rule may name; told by the composition root.</summary>
    public IReadOnlyList<string> Protocols { get; private set; } = [];

    /// <summary>Names the protocols that there are, before the first connection.</summary>
    public void Declare(params IEnumerable<string> protocols) => Protocols = [.. protocols.Distinct(StringComparer.Ordinal)];

    /// <summary>Reads rules and bans: at the start, when the settings have been read.</summary>
    public async ValueTask LoadAsync(CancellationToken cancellation)
    {
        FollowSettings();
        foreach (var ban in await catalog.ReadAsync(reader => reader.Bans(), cancellation))
            bans[ban.Source] = ban;
        await ReloadRulesAsync(cancellation);
    }

    /// <summary>Why somebody may not connect, or not any more; null when he may. Whoever has no address is on this machine.</summary>
    /// <param name="peer">Who.</param>
    /// <param name="protocol">The protocol's short name.</param>
    public Denial? DenialOf(IPAddress? peer, string protocol)
    {
        if (peer is null)
            return null;
        if (rules.Find(peer, protocol) is { } rule)
            return rule.Action == RuleAction.Deny ? new Denial(rule, null) : null;
        return bans.TryGetValue(Network.SourceOf(peer), out var ban) && clock.GetUtcNow() < ban.Until && !exempt.Contains(peer)
            ? new Denial(null, ban)
            : null;
    }

    /// <summary>Whether an address is neither counted nor limited.</summary>
    public bool IsExempt(IPAddress? peer) => peer is null || exempt.Contains(peer);

    /// <summary>True while there are proxies that are believed.</summary>
    public bool HasProxies => proxies != NetworkList.Empty;

    /// <summary>Whether an address is a proxy that is believed when it names its client.</summary>
    public bool IsProxy(IPAddress? peer) => peer is not null && proxies.Contains(peer);

    /// <summary>Counts an offence; enough of them are a ban, which holds at once. Never waits, never fails.</summary>
    /// <param name="peer">Whose; the machine itself offends nobody.</param>
    /// <param name="offence">Which.</param>
    public void Report(IPAddress? peer, Offence offence)
    {
        if (peer is null || settings.Get(GuardSettings.BanAfter) is not { } limit)
            return;
        if (exempt.Contains(peer) || proxies.Contains(peer) || rules.Find(peer, "") is { Action: RuleAction.Allow })
            return;
        var source = Network.SourceOf(peer);
        var now = clock.GetUtcNow();
        if (scores.Add(source, offence, limit, now))
            Ban(source, offence, now);
    }

    /// <summary>Lets rules end in time, and forgets what says nothing any more. To be called every second or so.</summary>
    public void Tick()
    {
        var now = clock.GetUtcNow();
        if (now.UtcTicks >= Volatile.Read(ref nextExpiry))
        {
            Volatile.Write(ref nextExpiry, long.MaxValue);
            _ = EndRulesAsync();
        }
        // By the clock that runs on: one that is set back must not stop the sweeping.
        var elapsed = clock.SteadyTicks();
        if (elapsed < Volatile.Read(ref nextSweep))
            return;
        Volatile.Write(ref nextSweep, elapsed + TimeSpan.TicksPerMinute);
        scores.Sweep(now);
        foreach (var (source, ban) in bans)
        {
            if (ban.IsForgotten(now))
                writer.Forget(source);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await writer.DisposeAsync();
        loading.Dispose();
    }

    /// <summary>Those that hold now, newest first.</summary>
    internal IReadOnlyList<Ban> ActiveBans()
    {
        var now = clock.GetUtcNow();
        return [.. bans.Values.Where(ban => ban.Until > now).OrderByDescending(ban => ban.Since).ThenBy(ban => ban.Source.ToString(), StringComparer.Ordinal)];
    }

    /// <summary>Reads the rules again and puts the new ones in place of the old ones: after each change.</summary>
    internal async ValueTask ReloadRulesAsync(CancellationToken cancellation)
    {
        // One after the other, each reading what is committed: the last one never puts an older state in place of a newer one.
        await loading.WaitAsync(cancellation);
        try
        {
            var now = clock.GetUtcNow();
            var all = (await catalog.ReadAsync(reader => reader.FirewallRules(), cancellation)).Where(rule => !(rule.Expires <= now)).ToList();
            rules = RuleTable.Build(all);
            Volatile.Write(ref nextExpiry, all.Min(rule => rule.Expires)?.UtcTicks ?? long.MaxValue);
        }
        finally
        {
            loading.Release();
        }
        Changed?.Invoke(null);
    }

    /// <summary>Ends the bans that meet a network, and what leads to the next one with them. The store has forgotten them when this returns.</summary>
    internal async ValueTask<IReadOnlyList<Ban>> UnbanAsync(Network network, Caller caller, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var met = bans.Values.Where(ban => ban.Source.Contains(network) || network.Contains(ban.Source)).ToList();
        foreach (var ban in met)
            scores.Forget(ban.Source);
        scores.Forget(network);
        await writer.RemoveAsync([.. met.Select(ban => ban.Source)], caller, cancellation);
        return [.. met.Where(ban => ban.Until > now)];
    }

    /// <summary>The rule that decides about an address, whatever the protocol.</summary>
    internal static FirewallRule? Deciding(IEnumerable<FirewallRule> rules, IPAddress address, string protocol) => RuleTable.Build(rules).Find(address, protocol);

    private void Ban(Network source, Offence offence, DateTimeOffset now)
    {
        var first = TimeSpan.FromSeconds(settings.Get(GuardSettings.BanTime)!.Value);
        var longest = TimeSpan.FromSeconds(settings.Get(GuardSettings.LongestBan)!.Value);
        var ban = bans.AddOrUpdate(
            source,
            _ => Guard.Ban.Next(source, offence, null, now, first, longest),
            // Offences of connections that are being closed are no reason for a longer one.
            (_, before) => before.Until > now ? before : Guard.Ban.Next(source, offence, before, now, first, longest));
        if (ban.Since != now)
            return;
        writer.Note(source);
        Changed?.Invoke(source);
    }

    private async Task EndRulesAsync()
    {
        try
        {
            var now = clock.GetUtcNow().UtcTicks;
            await catalog.CommitAsync<Done>(
                Self,
                tx =>
                {
                    tx.DeleteExpiredFirewallRules(now);
                    return default(Done);
                },
                CancellationToken.None);
            await ReloadRulesAsync(CancellationToken.None);
        }
        catch (Exception e) when (e is StorageException or ObjectDisposedException or OperationCanceledException or TimeoutException)
        {
            // The store cannot serve at present, or is closed: tried again in a minute. A rule that has ended is skipped at each reading.
            Volatile.Write(ref nextExpiry, clock.GetUtcNow().UtcTicks + TimeSpan.TicksPerMinute);
        }
    }

    private void FollowSettings()
    {
        settings.NextChange.UnsafeRegister(static self => ((Firewall)self!).FollowSettings(), this);
        exempt = NetworkList.Of(settings.Get(GuardSettings.ExemptNetworks));
        proxies = NetworkList.Of(settings.Get(GuardSettings.Proxies));
        // Whom a ban was not for may be banned all the same.
        Changed?.Invoke(null);
    }
}
