using Atrium.Core.Settings;

namespace Atrium.Core.Guard;

/// <summary>What can be set of the firewall while the server runs.</summary>
public static class GuardSettings
{
    private const string Networks = "addresses or networks such as 192.0.2.7, 10.0.0.0/8 or 2001:db8::/32";

    /// <summary>Networks that are neither counted nor banned: load tests, monitoring.</summary>
    public static readonly ListSetting ExemptNetworks = new(
        "firewall.exempt-networks", "Networks that are never banned, and whose connections and requests are not limited by address; rules still hold",
        Networks, Network.Canonical);

    /// <summary>Proxies that are believed when they say for whom they ask.</summary>
    public static readonly ListSetting Proxies = new(
        "firewall.proxies",
        "Proxies in front of this server that are believed when they name their client (PROXY protocol, Forwarded, X-Forwarded-For); what others say of it is ignored",
        Networks, Network.Canonical);

    /// <summary>
    /// An office behind one address has people who mistype, and telephones that try an old password for a day: this many in ten minutes
    /// is more than they make, and guessing is slowed down long before.
    /// </summary>
    public static readonly NumberSetting BanAfter = new(
        "firewall.ban-after",
        "After how many failed sign-ins within 10 minutes an address (a /64 of IPv6) is banned; of malformed input four times as many, of known attack paths a fifth, of what is not there twenty times as many",
        1, 100_000, 250) { AllowsNone = true };

    /// <summary>Long enough to make guessing worthless, short enough for somebody innocent to wait for.</summary>
    public static readonly NumberSetting BanTime = new(
        "firewall.ban-time", "How long the first ban lasts; each further one within a month four times as long", 1, 30 * 86_400, 600) { Counted = "seconds" };

    /// <summary>Homes get another address about daily: a longer ban would meet somebody else.</summary>
    public static readonly NumberSetting LongestBan = new(
        "firewall.longest-ban", "How long a ban lasts at most", 1, 365 * 86_400, 86_400) { Counted = "seconds" };

    /// <summary>A company of some hundred people behind one address, each with the six connections that a browser opens to a host.</summary>
    public static readonly NumberSetting ConnectionsPerAddress = new(
        "firewall.connections-per-address",
        "Connections that an address (a /64 of IPv6) may have open at once, and never more than a quarter of all; those of proxies are not counted",
        1, 1_000_000, 1024) { AllowsNone = true };

    /// <summary>None: four fifths of what the kernel lets the process open; the rest is for files and the database.</summary>
    public static readonly NumberSetting Connections = new(
        "firewall.connections", "Connections that may be open at once in all; none for four fifths of the file descriptors that the process may have", 16, 10_000_000, null)
    {
        AllowsNone = true,
    };

    /// <summary>A TLS handshake costs about a millisecond of a processor: at this rate one address takes a fifth of one at most.</summary>
    public static readonly NumberSetting ConnectionRate = new(
        "firewall.connection-rate", "New connections a second that an address (a /64 of IPv6) may open, after ten seconds' worth at once", 1, 1_000_000, 200)
    {
        AllowsNone = true,
    };

    // Requests differ in cost by a factor of ten thousand, and no number of them is too large for every site. What a flood of them can take is
    // bounded without these: connections by the ones above, hashing and writing by queues that answer Busy. So they are off until an operator
    // who knows his visitors sets them.

    /// <summary>Requests a second of an address; none by default.</summary>
    public static readonly NumberSetting RequestsPerAddress = new(
        "firewall.requests-per-address", "Requests a second that an address (a /64 of IPv6) may make, after ten seconds' worth at once", 1, 1_000_000, null)
    {
        AllowsNone = true,
    };

    /// <summary>Requests a second of an account; none by default.</summary>
    public static readonly NumberSetting RequestsPerAccount = new(
        "firewall.requests-per-account", "Requests a second that an account may make, after ten seconds' worth at once", 1, 1_000_000, null)
    {
        AllowsNone = true,
    };

    /// <summary>Requests a second to a space; none by default.</summary>
    public static readonly NumberSetting RequestsPerSpace = new(
        "firewall.requests-per-space", "Requests a second for files of a space, of all callers together, after ten seconds' worth at once", 1, 1_000_000, null)
    {
        AllowsNone = true,
    };

    /// <summary>Requests a second to a site; none by default.</summary>
    public static readonly NumberSetting RequestsPerSite = new(
        "firewall.requests-per-site", "Requests a second to a site, of all visitors together, after ten seconds' worth at once", 1, 1_000_000, null)
    {
        AllowsNone = true,
    };

    /// <summary>All of them.</summary>
    internal static IReadOnlyList<Setting> All =>
    [
        ExemptNetworks, Proxies, BanAfter, BanTime, LongestBan, ConnectionsPerAddress, Connections, ConnectionRate, RequestsPerAddress, RequestsPerAccount,
        RequestsPerSpace, RequestsPerSite,
    ];
}
