using System.Diagnostics;

namespace Atrium.Conformance.Faults;

/// <summary>strace on a running server: what it asks of the kernel is written down, and answered wrongly where a test wants it.</summary>
internal sealed class Strace : IAsyncDisposable
{
    private static readonly TimeSpan Politeness = TimeSpan.FromSeconds(5);

    private readonly Process process;
    private readonly string log;

    private Strace(Process process, string log)
    {
        this.process = process;
        this.log = log;
    }

    /// <summary>Returns when every thread of the server is traced.</summary>
    /// <param name="server">Whom.</param>
    /// <param name="log">A file that does not exist yet.</param>
    /// <param name="expressions">For strace's -e: <c>trace=fsync</c>, <c>inject=fsync:error=EIO:when=1</c>.</param>
    public static async Task<Strace> AttachAsync(AtriumProcess server, string log, params string[] expressions)
    {
        var arguments = new List<string> { "-f", "-tt", "-yy", "-s", "0", "-o", log, "-p", $"{server.Id}" };
        foreach (var expression in expressions)
            arguments.AddRange(["-e", expression]);
        var info = new ProcessStartInfo("strace", arguments) { RedirectStandardError = true };
        var strace = new Strace(Process.Start(info)!, log);
        var said = strace.process.StandardError.ReadToEndAsync();
        await Until.TrueAsync(
            async () =>
            {
                if (strace.process.HasExited)
                    throw new InvalidOperationException($"strace cannot attach: {await said}");
                return IsTraced(server.Id);
            },
            () => "strace did not reach every thread of the server.");
        return strace;
    }

    /// <summary>Lets the server go, and reads what was written down.</summary>
    public async Task<TraceLog> DetachAsync()
    {
        await EndAsync();
        return TraceLog.Parse(await File.ReadAllLinesAsync(log, TestRun.Cancelled));
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        process.Dispose();
    }

    private async Task EndAsync()
    {
        if (process.HasExited)
            return;
        Signals.Send(process.Id, Signals.Interrupt);
        try
        {
            await process.WaitForExitAsync(CancellationToken.None).WaitAsync(Politeness);
        }
        catch (TimeoutException)
        {
            // Asked to let go of threads that just end with their server, strace waits for one of them for ever. All
            // lines are written by then, and the kernel lets go for it.
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }

    private static bool IsTraced(int processId)
    {
        foreach (var thread in Directory.EnumerateDirectories($"/proc/{processId}/task"))
        {
            try
            {
                if (File.ReadLines($"{thread}/status").Contains("TracerPid:\t0"))
                    return false;
            }
            catch (IOException)
            {
                // The thread ended while we looked.
            }
        }
        return true;
    }
}
