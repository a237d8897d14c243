using System.Net.Http.Headers;
using System.Text;

namespace Atrium.Client;

/// <summary>What a client signs in with; sent with each request, over TLS only.</summary>
public sealed class Credential
{
    private Credential(AuthenticationHeaderValue field) => Field = field;

    /// <summary>For the field Authorization.</summary>
    internal AuthenticationHeaderValue Field { get; }

    /// <summary>An account's own password, or an app password (RFC 7617).</summary>
    public static Credential Password(string account, string password)
    {
        ArgumentNullException.ThrowIfNull(account);
        ArgumentNullException.ThrowIfNull(password);
        if (account.Contains(':', StringComparison.Ordinal))
            throw new ArgumentException("The name of an account holds no colon.", nameof(account));
        return new(new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{account}:{password}"))));
    }

    /// <summary>A token (RFC 6750).</summary>
    public static Credential Token(string token)
    {
        ArgumentException.ThrowIfNullOrEmpty(token);
        return new(new AuthenticationHeaderValue("Bearer", token));
    }
}
