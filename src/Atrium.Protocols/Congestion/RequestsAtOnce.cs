using System.Net;
using Atrium.Core;
using Atrium.Core.Guard;
using Atrium.Core.Settings;

namespace Atrium.Protocols.Congestion;

/// <summary>
/// How many requests of an address, of an account and to a site may be under way at once, where the operator has set that. While none is set
/// it costs one look.
/// </summary>
public sealed class RequestsAtOnce
{
    private readonly Firewall firewall;
    private readonly SettingBook settings;
    private readonly Lock gate = new();
    private readonly Dictionary<string, long> running = new(StringComparer.Ordinal);
    private volatile Limits? limits;

    /// <summary>Follows the settings from now on. One for the whole server.</summary>
    public RequestsAtOnce(Firewall firewall, SettingBook settings)
    {
        ArgumentNullException.ThrowIfNull(firewall);
        ArgumentNullException.ThrowIfNull(settings);
        (this.firewall, this.settings) = (firewall, settings);
        FollowSettings();
    }

    /// <summary>True while a limit is set.</summary>
    public bool IsOn => limits is not null;

    /// <summary>Begins a request for a site.</summary>
    /// <param name="host">The site's name.</param>
    /// <param name="own">How many where the site has its own limit; null for that of all sites.</param>
    /// <param name="peer">Who asks.</param>
    /// <returns>What ends it; or why it may not begin.</returns>
    public Outcome<RequestAtOnce> OfSite(string host, long? own, IPAddress? peer)
        => Begin(peer, ("site ", host, own ?? limits?.Site, "this site"));

    /// <summary>Begins a request for something of the server's own.</summary>
    /// <param name="account">Who has signed in; null for nobody.</param>
    /// <param name="peer">Who asks; null on the machine's own socket.</param>
    /// <returns>What ends it; or why it may not begin.</returns>
    public Outcome<RequestAtOnce> OfAccount(string? account, IPAddress? peer)
        => Begin(peer, ("account ", account, limits?.Account, "this account"));

    internal void End(string[] keys)
    {
        lock (gate)
        {
            foreach (var key in keys)
            {
                if (running[key] is > 1 and var left)
                    running[key] = left - 1;
                else
                    running.Remove(key);
            }
        }
    }

    private Outcome<RequestAtOnce> Begin(IPAddress? peer, (string Kind, string? Name, long? Limit, string Words) other)
    {
        if ((limits is null && other.Limit is null) || peer is null || firewall.IsExempt(peer))
            return default(RequestAtOnce);
        var keys = new List<string>(2);
        lock (gate)
        {
            if (limits?.Address is { } ofAddress)
            {
                var key = $"address {Network.SourceOf(peer)}";
                if (running.GetValueOrDefault(key) >= ofAddress)
                    return TooMany("this address");
                keys.Add(key);
            }
            if (other.Limit is { } limit && other.Name is not null)
            {
                var key = other.Kind + other.Name;
                if (running.GetValueOrDefault(key) >= limit)
                    return TooMany(other.Words);
                keys.Add(key);
            }
            foreach (var key in keys)
                running[key] = running.GetValueOrDefault(key) + 1;
        }
        return new RequestAtOnce(this, [.. keys]);
    }

    private static Refused TooMany(string who)
        => new(Refusal.TooManyRequests, $"More requests are under way at once than is allowed for {who}. Wait until some are answered.")
        {
            // They may take any time; a second is soon enough to look, and seldom enough not to be a burden.
            RetryAfter = TimeSpan.FromSeconds(1),
        };

    private void FollowSettings()
    {
        settings.NextChange.UnsafeRegister(static self => ((RequestsAtOnce)self!).FollowSettings(), this);
        var now = new Limits(
            settings.Get(CongestionSettings.RequestsAtOnceOfAddress), settings.Get(CongestionSettings.RequestsAtOnceOfAccount),
            settings.Get(CongestionSettings.RequestsAtOnceToSite));
        limits = now == new Limits(null, null, null) ? null : now;
    }

    private sealed record Limits(long? Address, long? Account, long? Site);
}

/// <summary>A request that is counted while it is under way.</summary>
/// <param name="Table">Where it is counted; null where nothing is.</param>
/// <param name="Keys">As what.</param>
public readonly record struct RequestAtOnce(RequestsAtOnce? Table, string[] Keys) : IDisposable
{
    /// <summary>It is answered. To be called once.</summary>
    public void Dispose() => Table?.End(Keys);
}
