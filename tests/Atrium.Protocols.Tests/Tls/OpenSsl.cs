using System.Diagnostics;

namespace Atrium.Protocols.Tests.Tls;

/// <summary>The command <c>openssl</c>: a TLS client and a reader of certificates that is not ours.</summary>
internal static class OpenSsl
{
    internal static async Task<(int Code, string Output)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("openssl", arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        // The end of its input is what makes s_client leave.
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        await process.WaitForExitAsync(limit.Token);
        return (process.ExitCode, await output + await errors);
    }

    /// <summary>A client that leaves when it has written a file: tickets of TLS 1.3 come after the handshake.</summary>
    internal static async Task<string> RunUntilWrittenAsync(string file, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("openssl", arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        while (new FileInfo(file) is not { Exists: true, Length: > 0 })
            await Task.Delay(20, limit.Token);
        process.StandardInput.WriteLine("Q");
        return await output;
    }
}
