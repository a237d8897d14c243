using System.Buffers;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Atrium.Protocols.Http.Requests;

/// <summary>
/// What Kestrel lets through of HTTP/2, and RFC 9110 and 9113 do not (ATTACKS 3). HTTP/1.1 is read by <see cref="Wire.StrictInput"/>, as bytes.
/// </summary>
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

    private static readonly string[] OnlyOnce = [HeaderNames.Host, HeaderNames.ContentLength, HeaderNames.ContentType, HeaderNames.Authorization];

    /// <summary>Null when all is well, otherwise what is wrong.</summary>
    internal static string? Violation(HttpRequest request)
    {
        var fields = request.Headers;
        // One walk over the fields, and no other look-up by name: this is done for every request.
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
            if (IsOneOf(ConnectionFields, name))
                return $"The field {name} does not go with HTTP/2.";
            if (values.Count > 1 && IsOneOf(OnlyOnce, name))
                return $"The field {name} is repeated.";
        }
        if (string.IsNullOrEmpty(fields.Host))
            return "The field Host is missing or empty.";
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

    /// <summary>True for the only expectation there is (RFC 9110, 10.1.1).</summary>
    internal static bool IsContinue(HttpRequest request)
        => request.Headers.Expect.ToString().Equals("100-continue", StringComparison.OrdinalIgnoreCase);
}
