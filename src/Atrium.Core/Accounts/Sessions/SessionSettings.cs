using Atrium.Core.Settings;

namespace Atrium.Core.Accounts.Sessions;

/// <summary>What can be set of sessions.</summary>
internal static class SessionSettings
{
    /// <summary>Twelve hours: a working day with its breaks needs one sign-in, and a browser that is left open overnight another.</summary>
    internal static readonly NumberSetting IdleTime = new(
        "session.idle-time", "How long a session lasts in which nothing is asked for", 300, 30 * 86_400, 12 * 3600) { Counted = "seconds" };

    /// <summary>Two weeks: whoever has copied a cookie loses it by then, however often he uses it. Of sessions that begin from then on.</summary>
    internal static readonly NumberSetting Lifetime = new(
        "session.lifetime", "How long a session lasts at most (of those that begin from then on)", 3600, 366 * 86_400, 14 * 86_400) { Counted = "seconds" };

    /// <summary>Ten minutes: enough to set up a phone and a mail client; too short for whoever finds the browser open.</summary>
    internal static readonly NumberSetting ConfirmAfter = new(
        "session.confirm-after", "How long after the password was given a session may make app passwords, tokens and the like without asking for it again",
        0, 86_400, 600) { Counted = "seconds" };

    internal static IReadOnlyList<Setting> All => [IdleTime, Lifetime, ConfirmAfter];
}
