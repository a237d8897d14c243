using Atrium.Core.Shares;

namespace Atrium.Core.Accounts;

/// <summary>The only place where an account becomes a caller.</summary>
public interface ISignIn
{
    /// <summary>Begins a SASL exchange (RFC 4422).</summary>
    /// <param name="mechanism">"PLAIN" (RFC 4616), "SCRAM-SHA-256", "SCRAM-SHA-256-PLUS", "OAUTHBEARER", <see cref="SignIn.SessionMechanism"/>, or "EXTERNAL" on the server's own socket, whose file only its owner can open.</param>
    /// <param name="visit">How the caller came in.</param>
    Outcome<ISignInExchange> Begin(string mechanism, Visit visit);

    /// <summary>A visitor without an account.</summary>
    Workspace Anonymous(Visit visit);

    /// <summary>A visitor by a link.</summary>
    /// <param name="token">The secret in its address.</param>
    /// <param name="key">What came with it; the password of one visit is remembered by <see cref="SharedView.Proof"/>.</param>
    /// <param name="visit">How the visitor came in.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>NotFound where the link leads nowhere; SignInRequired where its password is missing or wrong.</returns>
    ValueTask<Outcome<SharedView>> FollowAsync(string token, ShareKey key, Visit visit, CancellationToken cancellation);
}

/// <summary>One exchange of a SASL mechanism.</summary>
public interface ISignInExchange
{
    /// <summary>Takes what the client sent, and answers.</summary>
    ValueTask<SignInStep> StepAsync(ReadOnlyMemory<byte> response, CancellationToken cancellation);
}

/// <summary>The answer to one step: exactly one of the three is set.</summary>
/// <param name="Challenge">What the client must answer next.</param>
/// <param name="Workspace">The exchange is over: the caller's view of everything.</param>
/// <param name="Refused">The exchange is over: the same words for an unknown name and a wrong password.</param>
public sealed record SignInStep(byte[]? Challenge, Workspace? Workspace, Refused? Refused);
