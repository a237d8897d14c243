using Atrium.Core.Accounts.Attempts;
using Atrium.Core.Accounts.Passwords;
using Atrium.Core.Journal;
using Atrium.Core.Ports;

namespace Atrium.Core.Accounts;

/// <summary>
/// Asks somebody who is signed in for the password of his account again. A stolen app password or session must not become a way to
/// guess: it is counted like a sign-in from where he is.
/// </summary>
internal static class OwnPassword
{
    /// <summary>The refusal; null when the password is right.</summary>
    internal static async ValueTask<Refused?> ProveAsync(Store store, Caller caller, CredentialRow? own, string password, CancellationToken cancellation)
    {
        var compared = await PasswordComparison.RunAsync(store, caller.Name, caller.Visit, Standing.Known, own?.Verifier, password, cancellation);
        if (!compared.Try(out var isRight, out var refused))
            return refused;
        if (isRight)
            return null;
        var wrong = Refused.Denied("The present password is wrong; nothing was changed.");
        store.Journal.Record(caller, new JournalEntry(JournalKind.SignIn, "give-password-again") { Outcome = wrong.Kind, Detail = wrong.Detail });
        return wrong;
    }
}
