using System.ComponentModel;
using System.Diagnostics;

namespace Atrium.Conformance.Harness;

/// <summary>What a command left behind.</summary>
internal sealed record ShellResult(string Command, int ExitCode, string Output, string Error)
{
    public ShellResult OrThrow() =>
        ExitCode == 0 ? this : throw new InvalidOperationException(ToString());

    public override string ToString() => $"{Command}\nended with {ExitCode}\n{Output}\n{Error}";
}

/// <summary>Runs a command to its end.</summary>
internal static class Shell
{
    /// <summary>Nothing the tests call takes as long; a command that hangs must not hang the run.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static Task<ShellResult> RunAsync(string program, params string[] arguments) => RunAsync(program, arguments, input: null);

    public static Task<ShellResult> RunAsync(string program, string[] arguments, string? input) => RunAsync(program, arguments, input, Patience);

    /// <summary>For the few that take longer.</summary>
    public static async Task<ShellResult> RunAsync(string program, string[] arguments, string? input, TimeSpan most)
    {
        var command = $"{program} {string.Join(' ', arguments)}";
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Start(start);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestRun.Cancelled);
        patience.CancelAfter(most);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(patience.Token);
            var error = process.StandardError.ReadToEndAsync(patience.Token);
            if (input is not null)
                await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
            await process.WaitForExitAsync(patience.Token);
            return new(command, process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException) when (!TestRun.Cancelled.IsCancellationRequested)
        {
            throw new TimeoutException($"{command} did not end within {most}.");
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception missing)
        {
            throw new InvalidOperationException($"{start.FileName} cannot be started; tests/install-clients installs it.", missing);
        }
    }
}
