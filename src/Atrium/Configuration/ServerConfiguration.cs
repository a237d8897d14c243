using System.Net;
using Atrium.Protocols.Tls;
using Microsoft.Extensions.Logging;

namespace Atrium.Configuration;

/// <summary>How logs are written.</summary>
internal enum LogFormat
{
    /// <summary>One line a message, for people and journald.</summary>
    Text,

    /// <summary>One JSON object a line, for collectors.</summary>
    Json,
}

/// <summary>What must be known before the store is open; everything else lives in the store and changes while the server runs.</summary>
internal sealed record ServerConfiguration
{
    /// <summary>The data folder.</summary>
    internal required string Data { get; init; }

    /// <summary>The server's own name: certificate, links.</summary>
    internal string Name { get; init; } = "localhost";

    /// <summary>The addresses of the doors; none means all.</summary>
    internal IReadOnlyList<IPAddress> Bind { get; init; } = [];

    /// <summary>Every port is this and its standard port. 8000 needs no privileges and collides with nothing usual.</summary>
    internal int PortBase { get; init; } = 8000;

    /// <summary>The operator's own certificates, beside those in DIR/tls/certs.</summary>
    internal IReadOnlyList<CertificatePair> Certificates { get; init; } = [];

    /// <summary>The least level that is written.</summary>
    internal LogLevel LogLevel { get; init; } = LogLevel.Information;

    /// <summary>How.</summary>
    internal LogFormat LogFormat { get; init; }

    /// <summary>See <see cref="Core.Repository.RepositoryOptions.InlineThreshold"/>.</summary>
    internal int InlineThreshold { get; init; } = 64 * 1024;
}
