using Atrium.Core.Ports;

namespace Atrium.Core.Accounts;

/// <summary>
/// What makes something to sign in with asks for the account's own password, given lately: what was stolen makes no successors (ATTACKS 48).
/// </summary>
internal static class ProofRule
{
    /// <summary>For what an account signs in with itself: in the same request, or in its session a short time ago.</summary>
    internal static Refused? OfPassword(Caller caller, string what)
    {
        if (caller.ByPassword)
            return null;
        return caller.Kind == CredentialKind.Session
            ? new Refused(
                Refusal.ConfirmationRequired,
                $"It is too long ago that the password was given in this session. Give it again (POST /api/v1/session/confirm), and then repeat this: it is asked for {what}.")
            : Refused.Denied($"Sign in with the account's own password {what}: another app password or token is not enough.");
    }

    /// <summary>
    /// For what administrators do to the sign-in of others: also with a token of the scope admin, which is made for programs that do it.
    /// An app password is for a mail client or a device, and is not enough.
    /// </summary>
    internal static Refused? OfPasswordOrAdminToken(Caller caller, string what) => caller.Kind == CredentialKind.Token ? null : OfPassword(caller, what);
}
