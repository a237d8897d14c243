using System.Net;
using Atrium.Core.Guard;
using Atrium.Core.Settings;
using Atrium.Values;

namespace Atrium.Protocols.Admission;

/// <summary>
/// How fast requests may come: of an address, of an account, to a space and to a site, whatever the protocol. Each protocol asks as soon as
/// it knows one of them, before it does anything. While no rate is set it costs one look.
/// </summary>
public sealed class RequestRates
{
    /// <summary>What may come at once after a pause: a page with all its pictures, a client that compares a folder.</summary>
    private static readonly TimeSpan Burst = TimeSpan.FromSeconds(10);

    private readonly Firewall firewall;
    private readonly SettingBook settings;
    private readonly TimeProvider clock;
    private readonly RateTable<Network> sources = new(Burst);
    private readonly RateTable<string> names = new(Burst);
    private volatile Limits? limits;

    /// <summary>Follows the settings from now on. One for the whole server.</summary>
    public RequestRates(Firewall firewall, SettingBook settings, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(firewall);
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(clock);
        (this.firewall, this.settings, this.clock) = (firewall, settings, clock);
        FollowSettings();
    }

    /// <summary>Counts a request of an address.</summary>
    /// <returns>Null, or after how long it may come again.</returns>
    public TimeSpan? OfAddress(IPAddress? peer)
        => limits?.Address is { } rate && peer is not null && !firewall.IsExempt(peer) ? sources.Count(Network.SourceOf(peer), rate, Now) : null;

    /// <summary>Counts a request of an account.</summary>
    /// <inheritdoc cref="OfAddress"/>
    public TimeSpan? OfAccount(string account, IPAddress? peer)
        => limits?.Account is { } rate && peer is not null && !firewall.IsExempt(peer) ? names.Count($"account {account}", rate, Now) : null;

    /// <summary>Counts a request to a space.</summary>
    /// <param name="space">Its path.</param>
    /// <param name="peer">Who asks.</param>
    /// <inheritdoc cref="OfAddress"/>
    public TimeSpan? OfSpace(string space, IPAddress? peer)
        => limits?.Space is { } rate && peer is not null && !firewall.IsExempt(peer) ? names.Count($"space {space}", rate, Now) : null;

    /// <summary>Counts a request to a site.</summary>
    /// <param name="host">Its name.</param>
    /// <param name="own">Requests a second where the site has its own limit; null for that of all sites.</param>
    /// <param name="peer">Who asks.</param>
    /// <inheritdoc cref="OfAddress"/>
    public TimeSpan? OfSite(string host, long? own, IPAddress? peer)
        => (own ?? limits?.Site) is { } rate && peer is not null && !firewall.IsExempt(peer) ? names.Count($"site {host}", rate, Now) : null;

    /// <summary>True while a rate of addresses or sites is set: what asks for an address only then, saves it otherwise.</summary>
    public bool IsOn => limits is not null;

    /// <summary>Forgets those that have not come lately. To be called every second.</summary>
    public void Sweep()
    {
        sources.Sweep(Now);
        names.Sweep(Now);
    }

    // A clock that runs on, whatever the other one is set to.
    private long Now => clock.SteadyTicks();

    private void FollowSettings()
    {
        settings.NextChange.UnsafeRegister(static self => ((RequestRates)self!).FollowSettings(), this);
        var now = new Limits(
            settings.Get(GuardSettings.RequestsPerAddress), settings.Get(GuardSettings.RequestsPerAccount),
            settings.Get(GuardSettings.RequestsPerSpace), settings.Get(GuardSettings.RequestsPerSite));
        limits = now == new Limits(null, null, null, null) ? null : now;
    }

    private sealed record Limits(long? Address, long? Account, long? Space, long? Site);
}
