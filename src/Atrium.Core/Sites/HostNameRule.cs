using System.Globalization;

namespace Atrium.Core.Sites;

/// <summary>What a site may be called: the name that clients send in Host (RFC 9110, 7.2) and in their TLS hello (RFC 6066, 3).</summary>
public static class HostNameRule
{
    /// <summary>RFC 1035, 2.3.4: 255 octets on the wire leave 253 characters of text.</summary>
    internal const int MaxLength = 253;

    private const int MaxLabel = 63;

    /// <summary>The name in the form in which it is compared: A-labels (RFC 5890, 2.3.2.1) in lower case, no dot at the end.</summary>
    public static Outcome<string> Check(string host)
    {
        ArgumentNullException.ThrowIfNull(host);
        var name = host.EndsWith('.') ? host[..^1] : host;
        // Longer than any name in Unicode that gives one of 253 characters.
        if (name.Length is 0 or > MaxLength || ToAscii(name) is not { } ascii || ascii.Length > MaxLength)
            return Wrong;
        var labels = ascii.Split('.');
        if (!labels.All(IsLabel))
            return Wrong;
        // Nobody's top level is a number: what ends with one is an address, in one of the forms that some clients read (WHATWG URL, 3.5).
        if (labels[^1].All(char.IsAsciiDigit) || labels[^1].StartsWith("0x", StringComparison.Ordinal))
            return Refused.Invalid("A site has a name, not an address.");
        return labels[^1] == "localhost" && labels.Length == 1
            ? Refused.Invalid("'localhost' is every machine's own name: add a name such as site.localhost, which browsers lead to this machine too.")
            : ascii;
    }

    /// <summary>The same for another name of a site, which can be a wildcard: <c>*.example.org</c>, for all names of one label more.</summary>
    public static Outcome<string> CheckAlias(string host)
    {
        ArgumentNullException.ThrowIfNull(host);
        if (!IsWildcard(host))
            return Check(host);
        if (!Check(host[2..]).Try(out var rest, out var refused))
            return refused;
        return rest.Contains('.') ? "*." + rest : Refused.Invalid("A wildcard stands for names below a domain, as in *.example.org; one for a whole top level is nobody's.");
    }

    /// <summary>True for a name that stands for many.</summary>
    public static bool IsWildcard(string host)
    {
        ArgumentNullException.ThrowIfNull(host);
        return host.StartsWith("*.", StringComparison.Ordinal);
    }

    private static Refused Wrong => Refused.Invalid("A host name is written like example.org: letters, digits and hyphens between dots, without a port.");

    // RFC 1123, 2.1: letters, digits, and hyphens inside. No underscore, which a certificate for a name must not have.
    private static bool IsLabel(string label) => label.Length is > 0 and <= MaxLabel && label[0] != '-' && label[^1] != '-'
        && label.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');

    private static string? ToAscii(string name)
    {
        if (System.Text.Ascii.IsValid(name))
            return name.ToLowerInvariant();
        try
        {
            return new IdnMapping { UseStd3AsciiRules = true }.GetAscii(name.ToLowerInvariant()).ToLowerInvariant();
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
