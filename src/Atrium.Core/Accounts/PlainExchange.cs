using System.Security.Cryptography;
using Atrium.Core.Accounts.Passwords;
using Atrium.Core.Accounts.Scram;

namespace Atrium.Core.Accounts;

/// <summary>RFC 4616: one message, [authzid] NUL authcid NUL passwd.</summary>
internal sealed class PlainExchange(CredentialCheck check, Visit visit) : ISignInExchange, INamesLogin
{
    public string? Login { get; private set; }

    public async ValueTask<SignInStep> StepAsync(ReadOnlyMemory<byte> response, CancellationToken cancellation)
    {
        if (Parse(response.Span) is not var (login, password))
            return CredentialCheck.Failed;
        Login = login;
        try
        {
            return await check.CheckPasswordAsync(login, password, visit, cancellation);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(password);
        }
    }

    private static (string Login, byte[] Password)? Parse(ReadOnlySpan<byte> message)
    {
        var first = message.IndexOf((byte)0);
        var second = first < 0 ? -1 : message[(first + 1)..].IndexOf((byte)0);
        if (second < 0)
            return null;
        // Acting as somebody else is not offered; an empty name or password is never right (ATTACKS 28).
        return ScramText.Decode(message[..first]) is { } identity && ScramText.Decode(message.Slice(first + 1, second)) is { Length: > 0 } login
            && (identity.Length == 0 || identity == login)
            && message[(first + second + 2)..] is { Length: > 0 and <= PasswordRule.MaxBytes } password
                ? (login, password.ToArray())
                : null;
    }
}
