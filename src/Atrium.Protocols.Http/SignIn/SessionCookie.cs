using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Atrium.Protocols.Http.SignIn;

/// <summary>The cookie of a session (RFC 6265), and the token that shows that a change was asked for by one of the server's own pages.</summary>
internal static class SessionCookie
{
    /// <summary>With this prefix a browser takes it only over TLS, from this very host, for all of it: a page of another name below the same domain cannot set it.</summary>
    internal const string Name = "__Host-atrium-session";

    /// <summary>The field that a change by cookie must carry. A page of another origin can neither read the token nor send a field of this name.</summary>
    internal const string TokenField = "X-Atrium-Csrf";

    /// <summary>The same in a form, which has no fields of its own.</summary>
    internal const string TokenParameter = "csrf";

    /// <summary>
    /// HttpOnly: no script reads it. Lax, not Strict: a link to a file, in a mail, finds its reader signed in; what it can bring about is a
    /// GET, which changes nothing here. Against pages of sites below the same domain neither helps: for these there is the token.
    /// </summary>
    private const string Attributes = "; Path=/; Secure; HttpOnly; SameSite=Lax";

    /// <summary>The secret in it; null where there is none, or more than one, of which one may be somebody else's.</summary>
    internal static string? Read(HttpRequest request) => Read(request, Name);

    /// <summary>The same of another cookie of this server's.</summary>
    internal static string? Read(HttpRequest request, string name)
    {
        string? found = null;
        foreach (var field in request.Headers.Cookie)
        {
            foreach (var range in field.AsSpan().Split(';'))
            {
                var pair = field.AsSpan(range).Trim(' ');
                if (!pair.StartsWith(name, StringComparison.Ordinal) || pair.Length <= name.Length || pair[name.Length] != '=')
                    continue;
                if (found is not null)
                    return null;
                found = pair[(name.Length + 1)..].ToString();
            }
        }
        return found;
    }

    internal static void Set(HttpResponse response, string secret, TimeSpan lifetime)
        => response.Headers.SetCookie = string.Create(CultureInfo.InvariantCulture, $"{Name}={secret}; Max-Age={(long)lifetime.TotalSeconds}{Attributes}");

    /// <summary>Tells the browser to forget it.</summary>
    internal static void Clear(HttpResponse response) => response.Headers.SetCookie = $"{Name}=; Max-Age=0{Attributes}";

    /// <summary>A function of the secret: nothing more is kept, and it ends with the session.</summary>
    internal static string TokenOf(string secret)
        => Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), "cross-site request forgery"u8));

    internal static bool IsToken(string? given, string secret)
        => given is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(TokenOf(secret)));
}
