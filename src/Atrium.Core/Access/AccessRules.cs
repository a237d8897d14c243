using Atrium.Core.Accounts;
using Atrium.Core.Ports;
using Atrium.Core.Shares;

namespace Atrium.Core.Access;

/// <summary>Who a caller is at the moment of a decision, and what he is told when a right lacks.</summary>
internal static class AccessRules
{
    // The kernel let the operator open the server's own socket or files: he could change the store with an editor.
    private static readonly PrincipalSet All = PrincipalSet.Visitor with { IsAdministrator = true };

    /// <summary>
    /// How often a running download, upload or wait looks whether it still may: an account that is disabled, or that loses what it
    /// was granted, is out within 5 s. Half of that: what lies in the buffers between is still read by a slow client after the end.
    /// </summary>
    internal static readonly TimeSpan RecheckInterval = TimeSpan.FromSeconds(2);

    /// <summary>Asked anew for each decision: an account disabled, a credential revoked or expired a moment ago is nobody on every open connection.</summary>
    internal static PrincipalSet Who(ICatalogReader reader, Caller caller)
    {
        if (caller.AccountId is Caller.Operator or Caller.System)
            return All;
        if (caller.AccountId == Caller.Anonymous)
            return PrincipalSet.Visitor;
        if (caller.AccountId == Caller.ShareLink)
            return ShareRules.PrincipalsOf(reader, caller.Share);
        return reader.PrincipalsOf(caller.AccountId) is { IsDisabled: false } set && set.Credentials.TryGetValue(caller.Credential, out var end) && reader.Now < end
            ? set
            : PrincipalSet.Nobody;
    }

    /// <summary>Whether the caller is somebody: the operator, or an account that is not disabled.</summary>
    internal static bool IsSignedIn(ICatalogReader reader, Caller caller)
        => caller.AccountId is not (Caller.Anonymous or Caller.ShareLink) && !Who(reader, caller).IsDisabled;

    /// <summary>The answer to a caller who may not administer accounts, spaces and the store; null for one who may.</summary>
    internal static Refused? NotAdministrator(ICatalogReader reader, Caller caller)
    {
        if (!IsSignedIn(reader, caller))
            return NotSignedIn;
        if (!Who(reader, caller).IsAdministrator)
            return Refused.Denied("Only an administrator may do this.") with { Rule = "administrators only" };
        return caller.Limit.HasFlag(Rights.Manage) ? null : Refused.Denied("The token is limited to files: this needs one with the scope admin.") with { Rule = "the scope of the token" };
    }

    internal static Refused NotSignedIn { get; } = new(Refusal.SignInRequired, "Sign in first.") { Rule = "nobody is signed in" };

    /// <summary>The answer when a right lacks: what a caller cannot list does not exist for him.</summary>
    internal static Refused Refuse(Rights held, string what)
        => held.HasFlag(Rights.List)
            ? Refused.Denied($"You may see {what}, but not do this with it.") with { Rule = $"granted is {RightsText.Format(held)}" }
            : Refused.NotFound(what) with { Rule = NothingGranted };

    /// <summary>There is something, but not for this caller.</summary>
    internal const string NothingGranted = "nothing is granted";
}
