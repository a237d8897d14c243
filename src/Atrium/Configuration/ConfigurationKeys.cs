using System.Globalization;
using System.Net;
using Atrium.Protocols.Tls;
using Microsoft.Extensions.Logging;

namespace Atrium.Configuration;

/// <summary>One key of the configuration: how its text is read, and what it may be.</summary>
/// <param name="Name">In atrium.json; the variable is ATRIUM_ with dots and capitals as underscores.</param>
/// <param name="Range">What it may be, for the message.</param>
/// <param name="Apply">The configuration with the value, or null when the text is none.</param>
internal sealed record ConfigurationKey(string Name, string Range, Func<ServerConfiguration, string, ServerConfiguration?> Apply)
{
    /// <summary>portBase: ATRIUM_PORT_BASE; log.level: ATRIUM_LOG_LEVEL.</summary>
    internal string Variable => "ATRIUM_" + string.Concat(
        Name.Select(c => c == '.' ? "_" : char.IsAsciiLetterUpper(c) ? $"_{c}" : char.ToUpperInvariant(c).ToString()));
}

/// <summary>All keys, each with its range.</summary>
internal static class ConfigurationKeys
{
    /// <summary>Above it, the passive ports of FTP (base + 2999) would leave the range of ports.</summary>
    internal const int MaxPortBase = 62_000;

    internal const int MaxInlineThreshold = 1024 * 1024;

    internal static IReadOnlyList<ConfigurationKey> All { get; } =
    [
        new("name", "a host name such as files.example.org, or an address", (c, text) => IsHost(text) ? c with { Name = text } : null),
        new("bind", "IP addresses, separated by commas", (c, text) => Addresses(text) is { } bind ? c with { Bind = bind } : null),
        new("portBase", $"a whole number from 0 to {MaxPortBase}",
            (c, text) => Number(text, 0, MaxPortBase) is { } number ? c with { PortBase = number } : null),
        new("tls.certificate", "pairs CERTIFICATE:KEY of PEM files, separated by commas",
            (c, text) => Pairs(text) is { } pairs ? c with { Certificates = pairs } : null),
        new("log.level", "trace, debug, information, warning, error or critical",
            (c, text) => Enum.TryParse<LogLevel>(text, ignoreCase: true, out var level) && level < LogLevel.None && !char.IsAsciiDigit(text[0])
                ? c with { LogLevel = level } : null),
        new("log.format", "text or json", (c, text) => text switch
        {
            "text" => c with { LogFormat = LogFormat.Text },
            "json" => c with { LogFormat = LogFormat.Json },
            _ => null,
        }),
        new("storage.inlineThreshold", $"a whole number of bytes from 0 to {MaxInlineThreshold}",
            (c, text) => Number(text, 0, MaxInlineThreshold) is { } number ? c with { InlineThreshold = number } : null),
    ];

    internal static ConfigurationKey Key(string name) => All.Single(key => key.Name == name);

    private static int? Number(string text, int least, int most)
        => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number : null;

    private static bool IsHost(string text)
    {
        try
        {
            _ = TlsNames.Of(text, []);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static List<IPAddress>? Addresses(string text)
    {
        var addresses = new List<IPAddress>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (!IPAddress.TryParse(part, out var address))
                return null;
            addresses.Add(address);
        }
        return addresses;
    }

    private static List<CertificatePair>? Pairs(string text)
    {
        var pairs = new List<CertificatePair>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (part.Split(':') is not [{ Length: > 0 } certificate, { Length: > 0 } key])
                return null;
            pairs.Add(new CertificatePair(Path.GetFullPath(certificate), Path.GetFullPath(key)));
        }
        return pairs;
    }
}
