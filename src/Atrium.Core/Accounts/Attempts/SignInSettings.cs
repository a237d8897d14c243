using Atrium.Core.Settings;

namespace Atrium.Core.Accounts.Attempts;

/// <summary>What can be set of the sign-in.</summary>
internal static class SignInSettings
{
    /// <summary>
    /// Ten: somebody who has several passwords in mind tries each twice; a program with an old password needs a pause soon.
    /// </summary>
    internal static readonly NumberSetting AccountAttempts = new(
        "sign-in.account-attempts", "Wrong passwords for one account after which each further one is followed by a pause, which grows",
        3, 1000, 10) { Counted = "attempts" };

    /// <summary>
    /// Fifty: an office, a school or a provider's customers share one address, and whoever has signed in from there lately is not counted
    /// with them.
    /// </summary>
    internal static readonly NumberSetting AddressAttempts = new(
        "sign-in.address-attempts",
        "Wrong passwords from one address (of IPv6: one /64), for whatever accounts, after which each further one is followed by a pause, which grows",
        5, 10_000, 50) { Counted = "attempts" };

    /// <summary>
    /// Half a minute: of one account at most 2,880 passwords a day can be tried by the whole world, and those that are worth trying first
    /// are refused when they are set; a person waits so long once.
    /// </summary>
    internal static readonly NumberSetting LongestPause = new(
        "sign-in.longest-pause", "How long the pause for an account grows at most (for an address: twice as long)", 1, 3600, 30) { Counted = "seconds" };

    internal static IReadOnlyList<Setting> All => [AccountAttempts, AddressAttempts, LongestPause];
}
