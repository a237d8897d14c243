using System.Text.Json;
using Atrium.Api;
using Atrium.Core.Examination;
using Atrium.Serving;
using Microsoft.Extensions.Logging;

namespace Atrium.Doctor;

/// <summary>Looks at the running server when it is asked and every day by itself, keeps what was found, and tells the log and the journal.</summary>
internal sealed class DoctorRounds(IReadOnlyList<(string Check, Look Look)> looks, KeptReport kept, TimeProvider clock, ILogger log) : IDisposable
{
    /// <summary>A start has other things to do, and what goes wrong after it shows by then.</summary>
    private static readonly TimeSpan First = TimeSpan.FromMinutes(10);

    /// <summary>What creeps (disks, certificates) creeps over days.</summary>
    private static readonly TimeSpan Every = TimeSpan.FromDays(1);

    /// <summary>Two at once would read the same bytes twice.</summary>
    private readonly SemaphoreSlim turn = new(1);
    private volatile DoctorReportRecord? last;

    /// <summary>The last report, perhaps of an earlier start; null where there was none yet.</summary>
    internal DoctorReportRecord? Last => last;

    /// <summary>Reads what was found before this start.</summary>
    internal async Task LoadAsync(CancellationToken cancellation)
    {
        if (await kept.ReadAsync(cancellation) is not { } text)
            return;
        try
        {
            last = JsonSerializer.Deserialize(text, AtriumJson.Default.DoctorReportRecord);
        }
        catch (JsonException)
        {
            // Of another version: the next round writes it anew.
        }
    }

    /// <summary>Takes all looks now.</summary>
    internal async Task<DoctorReportRecord> RunAsync(CancellationToken cancellation)
    {
        await turn.WaitAsync(cancellation);
        try
        {
            var report = await DoctorLooks.RunAsync(looks, clock, cancellation);
            last = report;
            // A disk that is full cannot keep it: it is in memory and in the log all the same.
            _ = await kept.WriteAsync(JsonSerializer.Serialize(report, AtriumJson.Default.DoctorReportRecord), cancellation);
            return report;
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Once after the start, and then every day, until it is cancelled.</summary>
    internal async Task RepeatAsync(CancellationToken cancellation)
    {
        try
        {
            await Task.Delay(First, clock, cancellation);
            while (true)
            {
                await LookAndTellAsync(cancellation);
                await Task.Delay(Every, clock, cancellation);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The server stops.
        }
    }

    private async Task LookAndTellAsync(CancellationToken cancellation)
    {
        try
        {
            foreach (var finding in (await RunAsync(cancellation)).Findings.Where(finding => finding.IsWrong))
            {
                ServerLog.Finding(log, finding.Check, finding.Subject, finding.Detail, finding.Advice);
                kept.Tell(finding.Subject, $"{finding.Detail} {finding.Advice}");
            }
        }
        catch (Exception error) when (error is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            // Tomorrow again.
            ServerLog.ExaminationFailed(log, error);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => turn.Dispose();
}
