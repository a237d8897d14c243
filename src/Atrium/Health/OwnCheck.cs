using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Atrium.Api;
using Atrium.CommandLine;
using Atrium.Core;
using Atrium.Core.Accounts;
using Atrium.Core.Maintenance;
using Atrium.Core.Repository;
using Atrium.Serving;
using Atrium.Storage;

namespace Atrium.Health;

/// <summary>A check by this process itself, which holds the folder; tells the same as a server's answer.</summary>
internal static class OwnCheck
{
    internal static async IAsyncEnumerable<CheckLineRecord> RunAsync(
        DataFolder folder, CheckRequest request, TimeProvider clock, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var lines = Channel.CreateBounded<CheckLineRecord>(new BoundedChannelOptions(16) { FullMode = BoundedChannelFullMode.DropOldest });
        var running = CheckAsync(folder, request, clock, lines.Writer, cancellation);
        await foreach (var line in lines.Reader.ReadAllAsync(cancellation))
            yield return line;
        var report = await running;
        yield return new CheckLineRecord(
            null, 0, 0,
            new CheckReportRecord([.. report.Problems.Select(p => new CheckProblemRecord(p.Kind, p.Subject, p.Detail, p.Paths, p.Repaired))], report.Files, report.Blobs, report.Bytes));
    }

    private static async Task<CheckReport> CheckAsync(
        DataFolder folder, CheckRequest request, TimeProvider clock, ChannelWriter<CheckLineRecord> lines, CancellationToken cancellation)
    {
        try
        {
            await using var store = EmbeddedStore.Open(folder.Path, new RepositoryOptions(), clock);
            using var signIn = new SignIn(store);
            var workspace = await LocalOperator.OpenAsync(signIn, "check", cancellation);
            var checking = await workspace.Administration.CheckAsync(
                request.Repair ? CheckMode.Repair : CheckMode.Verify, new Relay(lines), cancellation);
            return checking.Try(out var report, out var refused) ? report : throw new CommandFailedException(refused.Detail);
        }
        catch (StoreOpenException error)
        {
            throw new CommandFailedException(error.Message);
        }
        finally
        {
            lines.Complete();
        }
    }

    // Progress<T> would report on other threads, after the end too.
    private sealed class Relay(ChannelWriter<CheckLineRecord> lines) : IProgress<CheckProgress>
    {
        public void Report(CheckProgress value) => lines.TryWrite(new CheckLineRecord(value.Stage, value.Done, value.Total));
    }
}
