using Atrium.Core.Settings;

namespace Atrium.Protocols.Congestion;

/// <summary>What can be set about a full machine or a full line while the server runs.</summary>
public static class CongestionSettings
{
    // None: whether the line is full cannot be seen from here, only its operator knows how wide it is. What the machine can is found out.

    /// <summary>What all transfers to the server may take.</summary>
    public static readonly NumberSetting UploadBandwidth = new(
        "bandwidth.upload", "What all uploads together may take, shared evenly between accounts; a little less than the line has, so that the queue is here and is fair",
        16_384, 1_000_000_000_000, null)
    {
        Counted = "bytes per second", AllowsNone = true,
    };

    /// <summary>What all transfers from the server may take.</summary>
    public static readonly NumberSetting DownloadBandwidth = new(
        "bandwidth.download", "What all downloads together may take, shared evenly between accounts; a little less than the line has, so that the queue is here and is fair",
        16_384, 1_000_000_000_000, null)
    {
        Counted = "bytes per second", AllowsNone = true,
    };

    // None: turns are shared evenly anyway, so many requests at once harm nobody else. Some operators want a number all the same: an application
    // behind a site that cannot bear more, a licence that counts.

    /// <summary>Requests of an address that may be under way at once.</summary>
    public static readonly NumberSetting RequestsAtOnceOfAddress = new(
        "firewall.requests-at-once-per-address", "Requests of an address (a /64 of IPv6) that may be under way at once", 1, 1_000_000, null) { AllowsNone = true };

    /// <summary>Requests of an account that may be under way at once.</summary>
    public static readonly NumberSetting RequestsAtOnceOfAccount = new(
        "firewall.requests-at-once-per-account", "Requests of an account that may be under way at once", 1, 1_000_000, null) { AllowsNone = true };

    /// <summary>Requests to a site that may be under way at once.</summary>
    public static readonly NumberSetting RequestsAtOnceToSite = new(
        "firewall.requests-at-once-per-site", "Requests to a site, of all visitors together, that may be under way at once", 1, 1_000_000, null) { AllowsNone = true };

    /// <summary>For <see cref="SettingBook.Declare"/>.</summary>
    public static IReadOnlyList<Setting> All =>
        [UploadBandwidth, DownloadBandwidth, RequestsAtOnceOfAddress, RequestsAtOnceOfAccount, RequestsAtOnceToSite];
}
