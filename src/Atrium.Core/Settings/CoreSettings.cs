using Atrium.Core.Ports;
using Atrium.Core.Repository;

namespace Atrium.Core.Settings;

/// <summary>What can be set of the repository itself.</summary>
internal static class CoreSettings
{
    internal static readonly NumberSetting DefaultRetention = new(
        "space.default-retention", "How long the past is kept in a new space, where nothing else is said when it is added",
        0, (long)SpaceSettings.MaxRetention.TotalSeconds, (long)SpaceSettings.DefaultRetention.TotalSeconds) { Counted = "seconds" };

    internal static readonly NumberSetting DefaultQuota = new(
        "space.default-quota", "Live bytes allowed in a new space, homes of new accounts included, where nothing else is said when it is added",
        0, long.MaxValue, null) { Counted = "bytes", AllowsNone = true };

    internal static readonly NumberSetting BlobGrace = new(
        "storage.blob-grace", "How long content that nothing names is kept before its file goes; longer than the longest download takes",
        3600, 365 * 86_400, 86_400) { Counted = "seconds" };

    internal static readonly NumberSetting MaintenanceInterval = new(
        "storage.maintenance-interval", "Between two rounds of maintenance", 1, 86_400, 60) { Counted = "seconds" };

    // A working day: who still works refreshes it, and what a program left behind keeps nobody out until the next.
    internal static readonly NumberSetting LongestLock = new(
        "lock.longest", "How long a lock holds at most without being refreshed; clients that ask for no time get this one",
        60, 30 * 86_400, 12 * 3600) { Counted = "seconds" };

    /// <summary>With the values of the configuration in place of the defaults.</summary>
    internal static IReadOnlyList<Setting> Of(RepositoryOptions options) =>
    [
        DefaultRetention, DefaultQuota,
        BlobGrace with { Default = (long)options.BlobGrace.TotalSeconds },
        MaintenanceInterval with { Default = Math.Max(1, (long)options.MaintenanceInterval.TotalSeconds) },
        LongestLock,
        .. Journal.JournalSettings.All,
        .. Accounts.Attempts.SignInSettings.All, .. Accounts.Sessions.SessionSettings.All,
    ];

    /// <summary>The value in one state of the catalog: for units of work, which look at nothing else.</summary>
    internal static long? In(this NumberSetting setting, ICatalogReader reader) => setting.Value(reader.Setting(setting.Name));
}
