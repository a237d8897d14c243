using Atrium.Configuration;
using OpenTelemetry.Exporter;

namespace Atrium.Telemetry;

/// <summary>Where metrics and traces are sent, by the protocol of OpenTelemetry (OTLP).</summary>
/// <param name="Endpoint">Null: as the standard variables say, which also hold where a key of the configuration says nothing (headers, time-outs).</param>
/// <param name="Protocol">Null: as the standard variables say, and gRPC without them.</param>
internal sealed record Collector(Uri? Endpoint, OtlpExportProtocol? Protocol)
{
    /// <summary>The variables of the OpenTelemetry specification, any of which turns sending on.</summary>
    private static readonly string[] Variables =
        ["OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"];

    /// <summary>The collector of the configuration; null where there is none.</summary>
    internal static Collector? Of(ServerSettings settings, Func<string, string?> environment)
        => settings.Collector is not null || Variables.Any(name => environment(name) is { Length: > 0 })
            ? new Collector(settings.Collector, settings.CollectorProtocol switch
            {
                CollectorProtocol.Grpc => OtlpExportProtocol.Grpc,
                CollectorProtocol.Http => OtlpExportProtocol.HttpProtobuf,
                _ => null,
            })
            : null;

    /// <summary>Tells an exporter.</summary>
    /// <param name="exporter">With what the variables say.</param>
    /// <param name="path">Of the signal, over HTTP (OTLP 1.0, HTTP request).</param>
    internal void Apply(OtlpExporterOptions exporter, string path)
    {
        if (Protocol is { } protocol)
            exporter.Protocol = protocol;
        if (Endpoint is null)
            return;
        exporter.Endpoint = exporter.Protocol == OtlpExportProtocol.HttpProtobuf
            ? new Uri($"{Endpoint.AbsoluteUri.TrimEnd('/')}/{path}")
            : Endpoint;
    }
}
