using System.ComponentModel;
using System.Diagnostics;
using Atrium.CommandLine;

namespace Atrium.Remote;

/// <summary>
/// The keyring of the desktop, by libsecret's secret-tool: where there is a session bus, it keeps secrets encrypted while nobody is
/// there. A server without a desktop has none; there the file does.
/// </summary>
internal sealed class SecretService(Shell shell)
{
    private const string Tool = "secret-tool";

    /// <summary>A keyring that is locked asks its owner for its password; whoever is away is not waited for.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>False where no keyring can be asked.</summary>
    internal bool IsThere => shell.Environment("DBUS_SESSION_BUS_ADDRESS") is { Length: > 0 } && FindTool() is not null;

    internal async Task<bool> KeepAsync(string server, string secret, CancellationToken cancellation)
        => await RunAsync(["store", $"--label=Atrium: {server}", .. Attributes(server)], secret, cancellation) is { } && await LookUpAsync(server, cancellation) == secret;

    internal async Task<string?> LookUpAsync(string server, CancellationToken cancellation)
        => await RunAsync(["lookup", .. Attributes(server)], "", cancellation);

    internal Task ForgetAsync(string server, CancellationToken cancellation) => RunAsync(["clear", .. Attributes(server)], "", cancellation);

    private static string[] Attributes(string server) => ["application", "atrium", "server", server];

    private string? FindTool() => (shell.Environment("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Path.Combine(folder, Tool)).FirstOrDefault(File.Exists);

    /// <summary>What the tool printed; null when it failed.</summary>
    private async Task<string?> RunAsync(string[] arguments, string input, CancellationToken cancellation)
    {
        if (FindTool() is not { } tool)
            return null;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo(tool, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true },
        };
        try
        {
            process.Start();
            // By standard input: arguments can be seen by every user of the machine.
            await process.StandardInput.WriteAsync(input.AsMemory(), patience.Token);
            process.StandardInput.Close();
            var (output, error) = (process.StandardOutput.ReadToEndAsync(patience.Token), process.StandardError.ReadToEndAsync(patience.Token));
            await process.WaitForExitAsync(patience.Token);
            await error;
            return process.ExitCode == 0 ? (await output).TrimEnd('\n') : null;
        }
        catch (Exception error) when (error is Win32Exception or IOException)
        {
            return null;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            process.Kill();
            return null;
        }
    }
}
