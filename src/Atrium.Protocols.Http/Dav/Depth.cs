using Atrium.Core;
using Microsoft.AspNetCore.Http;

namespace Atrium.Protocols.Http.Dav;

/// <summary>The field Depth (RFC 4918, 10.2).</summary>
internal enum Depth
{
    Zero,
    One,
    Infinity,
}

/// <summary>Reads <see cref="Depth"/>.</summary>
internal static class DepthField
{
    /// <param name="fields">Of the request.</param>
    /// <param name="absent">What a request without it means: of each method its own.</param>
    internal static Outcome<Depth> Read(IHeaderDictionary fields, Depth absent)
    {
        var field = fields["Depth"];
        if (field.Count == 0)
            return absent;
        return field.ToString() switch
        {
            "0" => Depth.Zero,
            "1" => Depth.One,
            var text when text.Equals("infinity", StringComparison.OrdinalIgnoreCase) => Depth.Infinity,
            _ => Refused.Invalid("Depth is 0, 1 or infinity."),
        };
    }
}
