using System.Diagnostics;
using System.Net;
using System.Text;

namespace Atrium.Conformance.Harness;

/// <summary>How to start a server.</summary>
/// <param name="Data">The data folder.</param>
internal sealed record ServerStart(string Data)
{
    /// <summary>Taken from the free ones unless a test wants a certain one.</summary>
    public int? PortBase { get; init; }

    /// <summary>A command that runs the server as itself, with its own process id: <c>strace -D ...</c>.</summary>
    public string[] Through { get; init; } = [];

    public string[] MoreArguments { get; init; } = [];
}

/// <summary>A running server: the real program, seen from outside. Always stopped by its process id.</summary>
internal sealed class AtriumProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly StringBuilder output = new();
    private bool isDisposed;

    private AtriumProcess(Process process, string data, int portBase)
    {
        this.process = process;
        Data = data;
        PortBase = portBase;
    }

    public int Id => process.Id;

    public string Data { get; }

    public int PortBase { get; }

    public int HttpsPort => PortBase + 443;

    public string CaPath => Path.Combine(Data, "tls", "ca.crt");

    public bool HasExited => isDisposed || process.HasExited;

    /// <summary>Everything it wrote, standard output and error together.</summary>
    public string Output
    {
        get
        {
            lock (output)
                return output.ToString();
        }
    }

    /// <summary>Starts the program; it may not be ready yet, or never become so.</summary>
    public static async Task<AtriumProcess> LaunchAsync(ServerStart start)
    {
        var portBase = start.PortBase ?? Ports.FreeBase();
        string[] command =
        [
            .. start.Through, "dotnet", await AtriumProgram.DllAsync(),
            "serve", "--data", start.Data, "--bind", "127.0.0.1", "--port-base", $"{portBase}", .. start.MoreArguments,
        ];
        var info = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true };
        info.Environment["ATRIUM_ADMIN_PASSWORD"] = AtriumProgram.Password;
        var server = new AtriumProcess(new Process { StartInfo = info }, start.Data, portBase);
        server.process.OutputDataReceived += server.Hear;
        server.process.ErrorDataReceived += server.Hear;
        server.process.Start();
        server.process.BeginOutputReadLine();
        server.process.BeginErrorReadLine();
        return server;
    }

    /// <summary>Starts the program and waits until it serves.</summary>
    public static async Task<AtriumProcess> StartAsync(ServerStart start)
    {
        var server = await LaunchAsync(start);
        try
        {
            await server.ReadyAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public static Task<AtriumProcess> StartAsync(string data) => StartAsync(new ServerStart(data));

    /// <summary>Returns when /readyz answers 200; throws with what the program said when it ends instead.</summary>
    public async Task ReadyAsync()
    {
        AtriumClient? client = null;
        try
        {
            await Until.TrueAsync(
                async () =>
                {
                    if (process.HasExited)
                        throw new InvalidOperationException($"The server ended with {await ExitCodeAsync()} before it was ready:\n{Output}");
                    // The first start makes the CA; until then there is nothing to trust.
                    if (client is null && File.Exists(CaPath))
                        client = NewClient();
                    return client is not null && await client.IsReadyAsync();
                },
                () => $"The server did not become ready:\n{Output}");
        }
        finally
        {
            client?.Dispose();
        }
    }

    /// <summary>A client with connections of its own; HTTP/1.1 unless said.</summary>
    public AtriumClient NewClient(Version? version = null) => new(HttpsPort, CaPath) { Version = version ?? HttpVersion.Version11 };

    /// <summary>A plain client of nobody; HTTP/1.1.</summary>
    public HttpClient NewHttp() => AtriumClient.NewHttp(HttpsPort, System.Security.Cryptography.X509Certificates.X509CertificateLoader.LoadCertificateFromFile(CaPath));

    /// <summary>SIGKILL: no handler runs, nothing is flushed.</summary>
    public void Kill() => process.Kill();

    /// <summary>SIGTERM: drain and stop.</summary>
    public void Terminate() => Signals.Send(process.Id, Signals.Terminate);

    /// <summary>The exit code, once it and whoever traces it have ended and all their output is here.</summary>
    public async Task<int> ExitCodeAsync()
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestRun.Cancelled);
        patience.CancelAfter(Until.Patience);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException) when (!TestRun.Cancelled.IsCancellationRequested)
        {
            throw new TimeoutException($"The server {Id} did not end:\n{Output}");
        }
        return process.ExitCode;
    }

    /// <summary>Kills it when it still runs, and waits for its end.</summary>
    public async Task KillAndWaitAsync()
    {
        if (isDisposed)
            return;
        if (!process.HasExited)
            process.Kill();
        await ExitCodeAsync();
    }

    /// <summary>SIGTERM, and the exit code.</summary>
    public async Task<int> StopAsync()
    {
        Terminate();
        return await ExitCodeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (isDisposed)
            return;
        isDisposed = true;
        if (!process.HasExited)
            process.Kill();
        await process.WaitForExitAsync(CancellationToken.None);
        process.Dispose();
    }

    private void Hear(object sender, DataReceivedEventArgs line)
    {
        // Null is the end of one of the two streams, which may come before the last line of the other.
        if (line.Data is null)
            return;
        lock (output)
            output.AppendLine(line.Data);
    }
}
