using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Atrium.Protocols.Http.Requests;

/// <summary>Whether the one who asks is a person with a browser: he names text/html, and prefers it (RFC 9110, 12.5.1).</summary>
internal static class Accepted
{
    /// <summary>What is longer is no browser's.</summary>
    private const int MaxLength = 1024;

    /// <summary>
    /// True only where text/html is named and weighs more than JSON, named or not: "*/*" and no field at all, which programs send, are
    /// answered with JSON as ever.
    /// </summary>
    internal static bool PrefersHtml(HttpRequest request)
    {
        var accept = request.Headers.Accept.ToString();
        if (accept.Length > MaxLength || !accept.Contains("text/html", StringComparison.OrdinalIgnoreCase))
            return false;
        double html = 0, json = -1, any = 0;
        foreach (var range in accept.Split(','))
        {
            var semicolon = range.IndexOf(';', StringComparison.Ordinal);
            var type = (semicolon < 0 ? range : range[..semicolon]).Trim();
            var weight = Weight(semicolon < 0 ? "" : range[semicolon..]);
            if (type.Equals("text/html", StringComparison.OrdinalIgnoreCase))
                html = weight;
            else if (type.Equals("application/json", StringComparison.OrdinalIgnoreCase) || type.Equals("application/problem+json", StringComparison.OrdinalIgnoreCase))
                json = Math.Max(json, weight);
            else if (type is "*/*" or "application/*")
                any = Math.Max(any, weight);
        }
        return html > (json >= 0 ? json : any);
    }

    /// <summary>Whether he takes a zip, and nothing else: then a folder is one.</summary>
    internal static bool IsZipOnly(HttpRequest request) => request.Headers.Accept.ToString().Trim().Equals("application/zip", StringComparison.OrdinalIgnoreCase);

    private static double Weight(string parameters)
    {
        foreach (var parameter in parameters.Split(';', StringSplitOptions.TrimEntries))
        {
            if (parameter.StartsWith("q=", StringComparison.OrdinalIgnoreCase))
                return double.TryParse(parameter.AsSpan(2), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var weight) ? weight : 0;
        }
        return 1;
    }
}
