using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Atrium.Core.Accounts.Scram;

/// <summary>
/// SCRAM-SHA-256 and SCRAM-SHA-256-PLUS (RFC 5802, 7677) for app passwords, whose login is <c>account+label</c>. Who is not there gets
/// a salt all the same, and fails at the end, like a wrong proof.
/// </summary>
internal sealed class ScramExchange(CredentialCheck check, Visit visit, ScramVariant variant) : ISignInExchange, INamesLogin
{
    /// <summary>Two names, two nonces and a proof; what is longer is no client's.</summary>
    private const int MaxMessage = 2048;

    private const int NonceSize = 18;

    private Stage stage;
    private ClientFirst first = null!;
    private string nonce = "", serverFirst = "";
    private Candidate candidate = null!;
    private SignInStep? outcome;

    private enum Stage
    {
        First,
        Final,
        Acknowledged,
        Over,
    }

    public string? Login { get; private set; }

    public async ValueTask<SignInStep> StepAsync(ReadOnlyMemory<byte> response, CancellationToken cancellation)
    {
        var now = stage;
        stage = Stage.Over;
        if (response.Length > MaxMessage || ScramText.Decode(response.Span) is not { } message)
            return CredentialCheck.Failed;
        return now switch
        {
            Stage.First => await BeginAsync(message, cancellation),
            Stage.Final => await FinishAsync(message, cancellation),
            // The server's signature has been read, and is answered with nothing.
            Stage.Acknowledged when message.Length == 0 => outcome!,
            _ => CredentialCheck.Failed,
        };
    }

    private async ValueTask<SignInStep> BeginAsync(string message, CancellationToken cancellation)
    {
        if (ClientFirst.Parse(message) is not { } parsed || !IsBindingRight(parsed.Binding)
            || (parsed.Identity.Length > 0 && !parsed.Identity.Equals(parsed.Name, StringComparison.Ordinal)))
            return CredentialCheck.Failed;
        first = parsed;
        Login = first.Name;
        candidate = await check.FindAppPasswordAsync(first.Name, visit, cancellation);
        nonce = first.Nonce + Convert.ToBase64String(RandomNumberGenerator.GetBytes(NonceSize));
        serverFirst = string.Create(
            CultureInfo.InvariantCulture, $"r={nonce},s={Convert.ToBase64String(candidate.Verifier.Salt)},i={candidate.Verifier.Iterations}");
        stage = Stage.Final;
        return new SignInStep(Encoding.UTF8.GetBytes(serverFirst), null, null);
    }

    private async ValueTask<SignInStep> FinishAsync(string message, CancellationToken cancellation)
    {
        if (ClientFinal.Parse(message) is not { } final || !final.Nonce.Equals(nonce, StringComparison.Ordinal) || !IsChannel(final.Channel))
            return CredentialCheck.Failed;
        var signed = Encoding.UTF8.GetBytes($"{first.Bare},{serverFirst},{final.WithoutProof}");
        // Both are looked at in every case: a proof for nobody costs what a proof for somebody costs.
        var isProven = candidate.Verifier.Accepts(final.Proof, signed);
        var signature = candidate.Verifier.Sign(signed);
        outcome = await check.EnterAsync(candidate, isProven, visit, cancellation);
        if (outcome.Workspace is null)
            return outcome;
        stage = Stage.Acknowledged;
        return new SignInStep(Encoding.UTF8.GetBytes($"v={Convert.ToBase64String(signature)}"), null, null);
    }

    private bool IsBindingRight(ScramBinding binding) => variant == ScramVariant.Plus
        ? binding == ScramBinding.Bound
        : binding == ScramBinding.None || (binding == ScramBinding.NotOffered && visit.ChannelBinding is null);

    private bool IsChannel(byte[] channel)
    {
        var header = Encoding.UTF8.GetBytes(first.Header);
        byte[] expected = variant == ScramVariant.Plus ? [.. header, .. visit.ChannelBinding!] : header;
        return CryptographicOperations.FixedTimeEquals(channel, expected);
    }
}

/// <summary>With or without channel binding.</summary>
internal enum ScramVariant
{
    /// <summary>SCRAM-SHA-256</summary>
    Plain,

    /// <summary>SCRAM-SHA-256-PLUS, bound to tls-server-end-point.</summary>
    Plus,
}
