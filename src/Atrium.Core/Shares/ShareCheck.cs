using System.Text;
using Atrium.Core.Accounts;
using Atrium.Core.Accounts.Attempts;
using Atrium.Core.Accounts.Passwords;
using Atrium.Core.Guard;
using Atrium.Core.Ports;

namespace Atrium.Core.Shares;

/// <summary>Lets the holders of links in: <see cref="ISignIn"/>'s part for those who have no account.</summary>
internal sealed class ShareCheck(Store store)
{
    /// <summary>Longer than any token of ours; what is longer is not hashed.</summary>
    private const int MaxToken = 64;

    private readonly ShareProofs proofs = new(store.Clock);
    private readonly VerifiedPasswords verified = new(store.Clock);
    private readonly SingleFlight<(string Tag, Network? From), Outcome<bool>> running = new();

    internal async ValueTask<Outcome<SharedView>> FollowAsync(string token, ShareKey key, Visit visit, CancellationToken cancellation)
    {
        if (token.Length > MaxToken || await FindAsync(token, cancellation) is not { } row)
            return SharedView.NotFound;
        if (row.Password is null)
            return Open(row, visit, null);
        if (key.Proof is not null && proofs.Holds(row, key.Proof))
            return Open(row, visit, key.Proof);
        if (key.Password is not { Length: > 0 and <= ShareRules.MaxPasswordLength } password)
            return new Refused(Refusal.SignInRequired, "This link asks for a password: whoever sent it has it.");
        if (!(await IsRightAsync(row, password, visit, cancellation)).Try(out var isRight, out var refused))
            return refused;
        return isRight
            ? Open(row, visit, proofs.Make(row))
            : new Refused(Refusal.SignInRequired, "The password is wrong. Whoever sent the link has it.");
    }

    // Programs send it with each request, and with many at once.
    private async ValueTask<Outcome<bool>> IsRightAsync(ShareRow row, string password, Visit visit, CancellationToken cancellation)
    {
        // No account has a space in its name: a link is guessed at like an account, and counted beside them.
        var subject = $"link {row.Id}";
        var tag = verified.Tag($"{subject} {row.Password}", Encoding.UTF8.GetBytes(password));
        if (verified.Find(tag) is not null)
            return true;
        var compared = await running.RunAsync(
            (tag, visit.Source),
            () => PasswordComparison.RunAsync(store, subject, visit, Standing.Stranger, row.Password, password, CancellationToken.None).AsTask(),
            cancellation);
        if (compared is { Refused: null, Value: true })
            verified.Add(tag, row.Id);
        return compared;
    }

    // A link that has ended, or is used up, is as if it had never been.
    private ValueTask<ShareRow?> FindAsync(string token, CancellationToken cancellation)
    {
        var verifier = ShareToken.Verifier(token);
        return store.Catalog.ReadAsync(
            reader => reader.FindShare(verifier) is { IsUsedUp: false } row && !ShareRules.PrincipalsOf(reader, row.Id).IsDisabled ? row : null, cancellation);
    }

    private SharedView Open(ShareRow row, Visit visit, string? proof)
        => new(store, new Caller(Caller.ShareLink, "link", visit) { Share = row.Id, Limit = ShareRules.Granted(row.Kind) }, row, proof);
}
