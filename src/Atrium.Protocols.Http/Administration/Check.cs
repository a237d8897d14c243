using System.Text.Json;
using System.Threading.Channels;
using Atrium.Api;
using Atrium.Core;
using Atrium.Core.Maintenance;
using Atrium.Protocols.Http.Answers;
using Atrium.Protocols.Http.Dispatch;
using Microsoft.AspNetCore.Http.Features;

namespace Atrium.Protocols.Http.Administration;

/// <summary><c>POST /api/v1/check</c>: a line of JSON for each step, and the report as the last one (application/x-ndjson).</summary>
internal static class Check
{
    internal static async ValueTask<Refused?> HandleAsync(Exchange exchange)
    {
        if (exchange.Query.Unknown() is { } unknown)
            return unknown;
        var request = new CheckRequest();
        if (exchange.Context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true }
            && !(await Json.ReadAsync(exchange, AtriumJson.Default.CheckRequest)).Try(out request, out var refused))
            return refused;

        // Only the newest step is kept: a slow reader neither holds the check up nor fills the memory.
        var steps = Channel.CreateBounded<CheckProgress>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
        var mode = request.Repair ? CheckMode.Repair : CheckMode.Verify;
        exchange.Pace?.StepAside();
        var running = RunAsync(exchange, mode, steps.Writer);
        await foreach (var step in steps.Reader.ReadAllAsync(CancellationToken.None))
            await WriteLineAsync(exchange, new CheckLineRecord(step.Stage, step.Done, step.Total));

        if (!(await running).Try(out var report, out refused))
        {
            if (!exchange.Response.HasStarted)
                return refused;
            // Lines have gone out already: an answer without a report, cut off, is not taken for a clean one.
            exchange.Context.Abort();
            return null;
        }
        await WriteLineAsync(exchange, new CheckLineRecord(null, report.Files, report.Files, ToRecord(report)));
        return null;
    }

    private static async Task<Outcome<CheckReport>> RunAsync(Exchange exchange, CheckMode mode, ChannelWriter<CheckProgress> steps)
    {
        try
        {
            return await exchange.Workspace.Administration.CheckAsync(mode, new Steps(steps), exchange.Aborted);
        }
        finally
        {
            steps.Complete();
        }
    }

    private static async ValueTask WriteLineAsync(Exchange exchange, CheckLineRecord line)
    {
        var response = exchange.Response;
        if (!response.HasStarted)
        {
            response.ContentType = "application/x-ndjson";
            response.Headers.CacheControl = "no-store";
            response.Headers.XContentTypeOptions = "nosniff";
        }
        await JsonSerializer.SerializeAsync(response.BodyWriter, line, AtriumJson.Default.CheckLineRecord, exchange.Aborted);
        await response.BodyWriter.WriteAsync("\n"u8.ToArray(), exchange.Aborted);
    }

    private static CheckReportRecord ToRecord(CheckReport report) => new(
        [.. report.Problems.Select(p => new CheckProblemRecord(p.Kind, p.Subject, p.Detail, p.Paths, p.Repaired))],
        report.Files, report.Blobs, report.Bytes);

    private sealed class Steps(ChannelWriter<CheckProgress> writer) : IProgress<CheckProgress>
    {
        public void Report(CheckProgress value) => writer.TryWrite(value);
    }
}
