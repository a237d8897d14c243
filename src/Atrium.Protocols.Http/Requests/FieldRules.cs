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

    /// <summary>Null when all is well, otherwise what is wrong.</summary>
    internal static string? Violation(HttpRequest request, HttpDoorKind door)
    {
        var fields = request.Headers;
        foreach (var (name, values) in fields)
        {
            foreach (var value in values)
            {
                if (value is not null && value.AsSpan().ContainsAny(Controls))
                    return $"The field {name} has a control character.";
            }
        }
        if (fields.Host.Count > 1)
            return "The field Host is repeated.";
        if (door != HttpDoorKind.Local && string.IsNullOrEmpty(fields.Host))
            return "The field Host is missing or empty.";
        if (fields[HeaderNames.ContentLength].Count > 1)
            return "The field Content-Length is repeated.";
        // Kestrel takes a Content-Length beside Transfer-Encoding away, and leaves it under this name: the mark of a smuggled request.
        if (fields.TransferEncoding.Count > 0 && fields.ContainsKey("X-Content-Length"))
            return "Content-Length and Transfer-Encoding are both given.";
        if (fields.Authorization.Count > 1)
            return "The field Authorization is repeated.";
        return null;
    }
}
