using System.Text;
using Atrium.Core.Accounts.Attempts;
using Atrium.Core.Accounts.Passwords;
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
        if (!store.Throttle.Begin(caller.Name, caller.Visit.Peer, Standing.Known, SecretForm.Chosen).Try(out var attempt, out var refused))
            return refused;
        var compared = await store.Hashing.InTurnAsync(
            HashLane.Known, AddressPrefix.Of(caller.Visit.Peer),
            () => own is not null && password.Length > 0 && store.Hashing.Verify(Encoding.UTF8.GetBytes(password), own.Verifier), cancellation);
        if (!compared.Try(out var isRight, out refused))
        {
            store.Throttle.Forgive(attempt);
            return refused;
        }
        if (!isRight)
            return Refused.Denied("The present password is wrong; nothing was changed.");
        store.Throttle.Forgive(attempt);
        return null;
    }
}
