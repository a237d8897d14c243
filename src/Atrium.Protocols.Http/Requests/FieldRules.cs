using System.Buffers;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Atrium.Protocols.Http.Requests;

/// <summary>What Kestrel lets through and RFC 9110 and 9112 do not (ATTACKS 1 and 3). What breaks a rule gets 400, and its connection is closed.</summary>
internal static class FieldRules
{
    // RFC 9110, 5.5: CR, LF, NUL and other control characters are invalid; the tab is not.
    private static readonly SearchValues<char> Controls = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Where(i => i != '\t').Select(i => (char)i), (char)0x7F]);

    // RFC 9110, 5.6.2: the characters of a token, which a field's name is (5.1).
    private static readonly SearchValues<char> TokenCharacters = SearchValues.Create(
        "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    // RFC 9113, 8.2.2: fields of one connection, which HTTP/2 does not have. Translated to HTTP/1.1 they would frame a second request.
    private static readonly string[] ConnectionFields =
        [HeaderNames.Connection, HeaderNames.KeepAlive, HeaderNames.ProxyConnection, HeaderNames.TransferEncoding, HeaderNames.Upgrade];

    /// <summary>Null when all is well, otherwise what is wrong.</summary>
    internal static string? Violation(HttpRequest request, HttpDoorKind door)
    {
        var fields = request.Headers;
        // One walk over the fields, and no other look-up by name: this is done for every request.
        var isHttp2 = request.Protocol == HttpProtocol.Http2;
        foreach (var (name, values) in fields)
        {
            // HTTP/2's own fields were taken out by Kestrel, but for some that begin with a colon (RFC 9113, 8.3).
            if (name.AsSpan().TrimStart(':').ContainsAnyExcept(TokenCharacters))
                return "The name of a field has a character that is not allowed there.";
            foreach (var value in values)
            {
                if (value is not null && value.AsSpan().ContainsAny(Controls))
                    return $"The field {name} has a control character.";
            }
            if (isHttp2 && IsOneOf(ConnectionFields, name))
                return $"The field {name} does not go with HTTP/2.";
            if (values.Count > 1 && name.Equals(HeaderNames.ContentLength, StringComparison.OrdinalIgnoreCase))
                return "The field Content-Length is repeated.";
        }
        if (fields.Host.Count > 1)
            return "The field Host is repeated.";
        var isHttp10 = request.Protocol == HttpProtocol.Http10;
        if (door != HttpDoorKind.Local && string.IsNullOrEmpty(fields.Host) && !(isHttp10 && fields.Host.Count == 0))
            return "The field Host is missing or empty.";
        // Kestrel takes a Content-Length beside Transfer-Encoding away, and leaves it under this name: the mark of a smuggled request.
        if (fields.TransferEncoding.Count > 0 && fields.ContainsKey("X-Content-Length"))
            return "Content-Length and Transfer-Encoding are both given.";
        // RFC 9112, 6.1: HTTP/1.0 does not know it, so somebody on the way may not have looked at it.
        if (fields.TransferEncoding.Count > 0 && isHttp10)
            return "Transfer-Encoding does not go with HTTP/1.0.";
        if (fields.Authorization.Count > 1)
            return "The field Authorization is repeated.";
        return null;
    }

    private static bool IsOneOf(string[] names, string name)
    {
        foreach (var one in names)
        {
            if (one.Length == name.Length && one.Equals(name, StringComparison.OrdinalIgnoreCase))
                return true;
        }
        return false;
    }

    /// <summary>True when the body is chunked and nothing else. "gzip, chunked" would be stored as it came, with the zip around it.</summary>
    internal static bool IsChunked(HttpRequest request)
        => request.Headers.TransferEncoding.ToString().Equals("chunked", StringComparison.OrdinalIgnoreCase);

    /// <summary>True for the only expectation there is (RFC 9110, 10.1.1).</summary>
    internal static bool IsContinue(HttpRequest request)
        => request.Headers.Expect.ToString().Equals("100-continue", StringComparison.OrdinalIgnoreCase);
}
