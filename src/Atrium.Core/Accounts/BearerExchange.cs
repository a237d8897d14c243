using System.Text;
using Atrium.Core.Accounts.Scram;

namespace Atrium.Core.Accounts;

/// <summary>
/// OAUTHBEARER (RFC 7628): <c>gs2-header ^A auth=Bearer TOKEN ^A ^A</c>. A wrong token is answered with a document that says so, and
/// fails when the client has acknowledged it.
/// </summary>
internal sealed class BearerExchange(CredentialCheck check, Visit visit) : ISignInExchange
{
    private const char Kvsep = '\x01';

    /// <summary>A header with a name, host, port and a token.</summary>
    private const int MaxMessage = 2048;

    private static readonly byte[] Invalid = Encoding.ASCII.GetBytes("""{"status":"invalid_token"}""");

    private SignInStep? failed;

    public async ValueTask<SignInStep> StepAsync(ReadOnlyMemory<byte> response, CancellationToken cancellation)
    {
        if (failed is not null)
            return failed;
        failed = new SignInStep(null, null, new Refused(Refusal.SignInRequired, "The token is wrong, revoked or has expired. Make another, with: atrium account token add"));
        if (response.Length > MaxMessage || ScramText.Decode(response.Span) is not { } message || Parse(message) is not var (identity, token))
            return failed;
        var step = await check.CheckTokenAsync(token, visit, cancellation);
        var isHimself = identity.Length == 0 || identity.Equals(step.Workspace?.AccountName, StringComparison.OrdinalIgnoreCase);
        return step.Workspace is not null && isHimself ? step : new SignInStep(Invalid, null, null);
    }

    private static (string Identity, string Token)? Parse(string message)
    {
        // The header, host and port (which the door knows better), auth, and two empty ones at the end.
        if (message.Split(Kvsep) is not [var header, .. var pairs, "", ""] || header.Split(',') is not ["n" or "y", var identity, ""]
            || (identity.Length > 0 && !identity.StartsWith("a=", StringComparison.Ordinal)))
            return null;
        const string Auth = "auth=Bearer ";
        return pairs.Where(pair => pair.StartsWith("auth=", StringComparison.Ordinal)).ToArray() is [var auth]
            && auth.StartsWith(Auth, StringComparison.OrdinalIgnoreCase)
            && ScramText.Unescape(identity.Length > 0 ? identity[2..] : "") is { } actor
                ? (actor, auth[Auth.Length..].Trim(' '))
                : null;
    }
}
