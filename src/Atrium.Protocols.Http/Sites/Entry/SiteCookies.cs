using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Atrium.Protocols.Http.Pages;
using Atrium.Protocols.Http.SignIn;
using Microsoft.AspNetCore.Http;

namespace Atrium.Protocols.Http.Sites.Entry;

/// <summary>The cookies of a site that asks for a sign-in. None of them is passed on to its application.</summary>
internal static class SiteCookies
{
    /// <summary>What the names of this server's cookies begin with: a browser takes them only over TLS, from this very host, for all of it.</summary>
    internal const string Prefix = "__Host-atrium-";

    internal const string Session = Prefix + "site";

    private const string State = Prefix + "site-state";

    private const string Attributes = "; Path=/; Secure; HttpOnly; SameSite=Lax";

    /// <summary>As long as somebody looks for his password.</summary>
    private static readonly TimeSpan StateLifetime = TimeSpan.FromMinutes(15);

    /// <summary>A longer way back is not kept: fields have their limits.</summary>
    private const int MaxPath = 2000;

    internal static void SetSession(HttpResponse response, string secret, TimeSpan lifetime)
        => Append(response, string.Create(CultureInfo.InvariantCulture, $"{Session}={secret}; Max-Age={(long)Math.Max(0, lifetime.TotalSeconds)}{Attributes}"));

    internal static void ClearSession(HttpResponse response) => Append(response, $"{Session}=; Max-Age=0{Attributes}");

    /// <summary>Remembers in the browser that it was sent to sign in, and where it was going.</summary>
    internal static void SetState(HttpResponse response, string state, string path)
    {
        var back = path.Length <= MaxPath && SignInPage.IsOwn(path) ? path : "/";
        Append(response, string.Create(
            CultureInfo.InvariantCulture, $"{State}={state}.{Base64Url.EncodeToString(Encoding.ASCII.GetBytes(back))}; Max-Age={(long)StateLifetime.TotalSeconds}{Attributes}"));
    }

    internal static void ClearState(HttpResponse response) => Append(response, $"{State}=; Max-Age=0{Attributes}");

    /// <summary>What this browser was given, and where it was going; null where it was not sent from here.</summary>
    internal static (string State, string Path)? ReadState(HttpRequest request)
    {
        if (SessionCookie.Read(request, State) is not { } value || value.IndexOf('.') is not (> 0 and var dot) || !Base64Url.IsValid(value.AsSpan(dot + 1)))
            return null;
        var path = Encoding.Latin1.GetString(Base64Url.DecodeFromChars(value.AsSpan(dot + 1)));
        return SignInPage.IsOwn(path) ? (value[..dot], path) : null;
    }

    /// <summary>The cookies of a request without this server's own.</summary>
    internal static string? WithoutOwn(string cookies)
    {
        if (!cookies.Contains(Prefix, StringComparison.Ordinal))
            return cookies;
        var rest = cookies.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Where(cookie => !cookie.StartsWith(Prefix, StringComparison.Ordinal));
        return string.Join("; ", rest) is { Length: > 0 } left ? left : null;
    }

    private static void Append(HttpResponse response, string cookie)
        => response.Headers.SetCookie = Microsoft.Extensions.Primitives.StringValues.Concat(response.Headers.SetCookie, cookie);
}
