using Atrium.Core.Accounts.Scram;

namespace Atrium.Core.Accounts.Sessions;

/// <summary>One message, the secret of a session. What has ended is answered like what never was.</summary>
internal sealed class SessionExchange(CredentialCheck check, Visit visit) : ISignInExchange
{
    /// <summary>Twice as long as a secret; what is longer is none.</summary>
    private const int MaxMessage = 100;

    private static readonly SignInStep Ended = new(null, null, new Refused(Refusal.SignInRequired, "The session has ended. Sign in again."));

    public async ValueTask<SignInStep> StepAsync(ReadOnlyMemory<byte> response, CancellationToken cancellation)
        => response.Length <= MaxMessage && ScramText.Decode(response.Span) is { } secret
            ? await check.CheckSessionAsync(secret, visit, cancellation) ?? Ended
            : Ended;
}
