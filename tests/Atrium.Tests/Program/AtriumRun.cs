using System.Diagnostics;
using System.Text;

namespace Atrium.Tests.Program;

/// <summary>What a run of the program said.</summary>
internal sealed record AtriumResult(int ExitCode, string Output, string Error);

/// <summary>The real program, as it was built with these tests.</summary>
internal sealed class AtriumRun : IAsyncDisposable
{
    /// <summary>A hang is a failure of the test, not of the run.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process process;
    private readonly StringBuilder output = new(), error = new();
    private readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private AtriumRun(string[] arguments, IReadOnlyDictionary<string, string>? environment, string input)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Atrium.dll"), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("ATRIUM_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Hear(output, line.Data);
        process.ErrorDataReceived += (_, line) => Hear(error, line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
    }

    internal int Id => process.Id;

    internal bool HasExited => process.HasExited;

    /// <summary>A command that is looked at while it runs.</summary>
    internal static AtriumRun Start(params string[] arguments) => new(arguments, null, "");

    internal static Task<AtriumResult> ToEndAsync(params string[] arguments) => ToEndAsync(arguments, null);

    internal static async Task<AtriumResult> ToEndAsync(string[] arguments, IReadOnlyDictionary<string, string>? environment, string input = "")
    {
        await using var run = new AtriumRun(arguments, environment, input);
        return await run.EndAsync();
    }

    /// <summary>A server that says that it serves.</summary>
    internal static async Task<AtriumRun> ServeAsync(string data, int portBase, IReadOnlyDictionary<string, string>? environment = null)
    {
        var run = new AtriumRun(["serve", "--data", data, "--bind", "127.0.0.1", "--port-base", $"{portBase}"], environment, "");
        var ended = run.process.WaitForExitAsync(TestContext.Current.CancellationToken);
        if (await Task.WhenAny(run.ready.Task, ended).WaitAsync(Patience) == ended)
        {
            await using (run)
                Assert.Fail($"The server ended:\n{run.error}");
        }
        return run;
    }

    /// <summary>SIGTERM, and what it said.</summary>
    internal async Task<AtriumResult> StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
        return await EndAsync();
    }

    /// <summary>SIGKILL, and its end.</summary>
    internal async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience);
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            process.Kill();
        await process.WaitForExitAsync(CancellationToken.None);
        process.Dispose();
    }

    internal async Task<AtriumResult> EndAsync()
    {
        await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience);
        lock (output)
        {
            lock (error)
                return new AtriumResult(process.ExitCode, output.ToString(), error.ToString());
        }
    }

    private void Hear(StringBuilder text, string? line)
    {
        if (line is null)
            return;
        lock (text)
            text.AppendLine(line);
        if (line.Contains(" serves ", StringComparison.Ordinal))
            ready.TrySetResult();
    }
}
