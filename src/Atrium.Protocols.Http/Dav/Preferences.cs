using Microsoft.AspNetCore.Http;

namespace Atrium.Protocols.Http.Dav;

/// <summary>The field Prefer (RFC 7240), of which WebDAV knows three (RFC 8144).</summary>
/// <param name="Minimal">return=minimal: nothing that says only that something is not there, or was done.</param>
/// <param name="Representation">return=representation: the file as it is now.</param>
/// <param name="NoRoot">depth-noroot: what is below a collection, without itself.</param>
internal readonly record struct Preferences(bool Minimal, bool Representation, bool NoRoot)
{
    /// <summary>Preferences in one request; more are passed over, as all that is not known.</summary>
    private const int Most = 16;

    internal static Preferences Read(IHeaderDictionary fields)
    {
        var field = fields["Prefer"];
        if (field.Count == 0)
            return default;
        var (read, known) = (0, default(Preferences));
        string? returns = null;
        foreach (var part in field.ToString().Split(',', Most + 1, StringSplitOptions.TrimEntries))
        {
            if (read++ == Most)
                break;
            var preference = part.Split(';')[0];
            var equals = preference.IndexOf('=');
            var name = (equals < 0 ? preference : preference[..equals]).Trim();
            var value = equals < 0 ? "" : preference[(equals + 1)..].Trim().Trim('"');
            if (name.Equals("depth-noroot", StringComparison.OrdinalIgnoreCase))
                known = known with { NoRoot = true };
            // Of one that is given twice the first counts (RFC 7240, 2).
            else if (name.Equals("return", StringComparison.OrdinalIgnoreCase))
                returns ??= value;
        }
        return known with
        {
            Minimal = string.Equals(returns, "minimal", StringComparison.OrdinalIgnoreCase),
            Representation = string.Equals(returns, "representation", StringComparison.OrdinalIgnoreCase),
        };
    }

    /// <summary>Says which were followed (RFC 7240, 3), and that another preference gets another answer.</summary>
    internal static void Applied(HttpResponse response, params ReadOnlySpan<string?> applied)
    {
        var text = string.Join(", ", applied.ToArray().Where(preference => preference is not null));
        if (text.Length > 0)
            response.Headers["Preference-Applied"] = text;
        Answers.Vary.By(response, "Prefer");
    }
}
