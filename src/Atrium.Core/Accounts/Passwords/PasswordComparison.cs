using System.Text;
using Atrium.Core.Accounts.Attempts;

namespace Atrium.Core.Accounts.Passwords;

/// <summary>Compares a password with the one that it must be, counted like a sign-in and computed in its turn.</summary>
internal static class PasswordComparison
{
    /// <param name="store">Whose throttle counts, and whose queue computes.</param>
    /// <param name="subject">What is guessed at when it is wrong: an account's name, or what cannot be one.</param>
    /// <param name="visit">Where it comes from.</param>
    /// <param name="standing">Known for somebody who is signed in.</param>
    /// <param name="verifier">Of the right one; null where there is none.</param>
    /// <param name="password">What came.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>Whether it is right; TooManyAttempts or Busy where it was not looked at.</returns>
    internal static async ValueTask<Outcome<bool>> RunAsync(
        Store store, string subject, Visit visit, Standing standing, string? verifier, string password, CancellationToken cancellation)
    {
        if (!store.Throttle.Begin(subject, visit.Peer, standing, SecretForm.Chosen).Try(out var attempt, out var refused))
            return refused;
        var isWrong = false;
        try
        {
            var compared = await store.Hashing.InTurnAsync(
                standing == Standing.Known ? HashLane.Known : HashLane.Stranger, visit.Source,
                () => verifier is not null && password.Length > 0 && store.Hashing.Verify(Encoding.UTF8.GetBytes(password), verifier), cancellation);
            isWrong = compared is { Refused: null, Value: false };
            return compared;
        }
        finally
        {
            if (!isWrong)
                store.Throttle.Forgive(attempt);
            else if (standing == Standing.Stranger)
                store.Throttle.Report(visit.Peer);
        }
    }
}
