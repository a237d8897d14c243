using System.Net;
using Atrium.Core.Repository;
using Microsoft.Extensions.Logging;

namespace Atrium.Configuration;

/// <summary>What must be known before the store is open; all else lives in the store. Replaced whole, never changed.</summary>
internal sealed record ServerSettings
{
    /// <summary>The data folder; decided before the other settings are read, since their file lies in it.</summary>
    public string Data { get; init; } = "";

    /// <summary>Empty: all addresses.</summary>
    public IReadOnlyList<IPAddress> Addresses { get; init; } = [];

    /// <summary>Added to every standard port; the default needs no privilege.</summary>
    public int PortBase { get; init; } = 8000;

    /// <summary>The server's own name: in its certificate, its greetings and its links.</summary>
    public string Name { get; init; } = "localhost";

    /// <summary>The operator's own certificate with its chain (PEM); null: one of the local authority.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>The key of <see cref="CertificateFile"/> (PEM).</summary>
    public string? CertificateKey { get; init; }

    /// <summary>What is written to the log, and what is more important.</summary>
    public LogLevel LogLevel { get; init; } = LogLevel.Information;

    /// <summary>For a person or for a program.</summary>
    public LogFormat LogFormat { get; init; } = LogFormat.Text;

    /// <summary>Where metrics and traces are sent; null: nowhere, or as the variables of OpenTelemetry say.</summary>
    public Uri? Collector { get; init; }

    /// <summary>How they are sent; null: as the variables of OpenTelemetry say, and gRPC without them.</summary>
    public CollectorProtocol? CollectorProtocol { get; init; }

    /// <summary>How the repository keeps content.</summary>
    public RepositoryOptions Repository { get; init; } = new();

    /// <summary>
    /// How long a stop waits for open requests: container engines kill after 10 seconds, and the store needs a moment to
    /// close after the requests have ended.
    /// </summary>
    public TimeSpan Drain { get; init; } = TimeSpan.FromSeconds(8);
}

/// <summary>How the log is written.</summary>
internal enum LogFormat
{
    /// <summary>One line for each entry; with priorities when systemd's journal reads it.</summary>
    Text,

    /// <summary>One JSON object for each entry.</summary>
    Json,
}

/// <summary>The ways to a collector of OpenTelemetry.</summary>
internal enum CollectorProtocol
{
    /// <summary>OTLP/gRPC, usually at port 4317.</summary>
    Grpc,

    /// <summary>OTLP/HTTP with protobuf, usually at port 4318.</summary>
    Http,
}
