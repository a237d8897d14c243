namespace Atrium.Protocols.Http.Requests;

/// <summary>Origins: scheme, host and port (RFC 6454), as browsers write them.</summary>
internal static class Origin
{
    /// <summary>The one form of an origin; null for what is none. "null" and "*" are none: they would stand for anybody.</summary>
    internal static string? Canonical(string text)
        => Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http" && uri.UserInfo.Length == 0
            && uri.PathAndQuery is "/" && uri.Fragment.Length == 0 && !uri.Host.Contains('*') && uri.Host.Length > 0
            && !text.EndsWith('?') && !text.EndsWith('#')
                ? uri.GetLeftPart(UriPartial.Authority).ToLowerInvariant()
                : null;
}
