using System.Security.Cryptography;
using Atrium.Core.Accounts.Attempts;
using Atrium.Core.Accounts.Passwords;
using Atrium.Core.Accounts.Scram;
using Atrium.Core.Guard;
using Atrium.Core.Ports;

namespace Atrium.Core.Accounts;

/// <summary>
/// Tries a password against the credentials of whom a login names: admitted by the throttle, computed in its turn, and counted as failed
/// unless it is right. The same from the same address at the same time is one trial.
/// </summary>
internal sealed class PasswordTrial(Store store, Func<AccountRow?, CredentialRow, Visit, bool> mayEnter)
{
    private readonly VerifiedPasswords verified = new(store.Clock);
    private readonly string decoy = PasswordHash.Create("a password of nobody"u8);
    private readonly SingleFlight<Trial, Outcome<CredentialRow>> running = new();

    private readonly record struct Trial(string Tag, Network? From, string Protocol);

    /// <summary>Forgets which passwords were right.</summary>
    internal void Forget() => verified.Clear();

    /// <summary>The credential that the password was right for a moment ago, if the account still has it. It is counted nowhere.</summary>
    internal CredentialRow? Remembered(string tag, Subject subject)
        => verified.Find(tag) is { } known ? subject.Credentials.FirstOrDefault(c => c.Id == known) : null;

    /// <summary>What stands for a login with a password; nothing can be read from it.</summary>
    internal string TagOf(string login, ReadOnlySpan<byte> password) => verified.Tag(login, password);

    internal async ValueTask<Outcome<CredentialRow>> RunAsync(string tag, byte[] password, Subject subject, Visit visit, CancellationToken cancellation)
    {
        var trial = new Trial(tag, visit.Source, SignInProtocols.Of(visit));
        // Its own copy: whoever began it may have left, and wiped his, while others wait.
        return await running.RunAsync(trial, () => TryAsync(trial, [.. password], subject, visit), cancellation);
    }

    private async Task<Outcome<CredentialRow>> TryAsync(Trial trial, byte[] password, Subject subject, Visit visit)
    {
        try
        {
            var form = subject.Label is not null ? SecretForm.Generated
                : AppPassword.IsWellFormed(AppPassword.Canonical(password)) ? SecretForm.Either
                : SecretForm.Chosen;
            if (!store.Throttle.Begin(subject.Name, visit.Peer, subject.Standing, form).Try(out var attempt, out var refused))
                return refused;
            var tried = await CompareAsync(attempt, password, subject, trial.From);
            if (!tried.Try(out var found, out refused))
            {
                store.Throttle.Forgive(attempt);
                return refused;
            }
            if (found is null || !mayEnter(subject.Account, found, visit))
            {
                // An old password in the owner's own telephone is his affair, and that of his address's pair with the account.
                if (subject.Standing == Standing.Stranger)
                    store.Throttle.Report(visit.Peer);
                // Its owner's own password may be right: it was not looked at.
                return attempt.OnlyGenerated && form == SecretForm.Either ? store.Throttle.OnlyGenerated(subject.Name) : CredentialCheck.Failed.Refused!;
            }
            store.Throttle.Forgive(attempt);
            store.Throttle.Welcome(subject.Name, visit.Peer);
            verified.Add(trial.Tag, found.Id);
            return found;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(password);
        }
    }

    private async ValueTask<Outcome<CredentialRow?>> CompareAsync(Attempt attempt, byte[] password, Subject subject, Network? from)
    {
        try
        {
            var salt = await store.Salts.OfAsync(subject.Name, CancellationToken.None);
            var lane = subject.Standing == Standing.Known ? HashLane.Known : HashLane.Stranger;
            return await store.Hashing.InTurnAsync(lane, from, () => Compare(attempt, password, subject, salt), CancellationToken.None);
        }
        catch
        {
            store.Throttle.Forgive(attempt);
            throw;
        }
    }

    private CredentialRow? Compare(Attempt attempt, byte[] password, Subject subject, byte[] salt)
    {
        // 1. App passwords: one computation, since all of an account share their salt.
        var key = ScramVerifier.StoredKeyOf(store.Hashing.Salt(AppPassword.Canonical(password), salt, ScramVerifier.DefaultIterations));
        var app = subject.Credentials.FirstOrDefault(c => c.Kind == CredentialKind.AppPassword && (subject.Label is null || c.Label == subject.Label)
            && CryptographicOperations.FixedTimeEquals(key, ScramVerifier.Parse(c.Verifier).StoredKey));
        if (app is not null || subject.Label is not null || attempt.OnlyGenerated)
            return app;

        // 2. The account's own.
        var own = subject.Credentials.FirstOrDefault(c => c.Kind == CredentialKind.Password);
        return store.Hashing.Verify(password, own?.Verifier ?? decoy) ? own : null;
    }
}
