using System.Diagnostics;
using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace Atrium.Bench;

/// <summary>Many HTTPS connections that have asked once and then stay open, while another asks on.</summary>
internal static class IdleLoad
{
    private const int AtOnce = 16, Requests = 500;

    private static readonly byte[] Request = Encoding.ASCII.GetBytes("GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n");

    /// <summary>Prints: how many are open, KB of the server for each of them, and p50 and p99 of a request beside none and beside all, in ms.</summary>
    internal static async Task RunAsync(int port, int server, int count)
    {
        await using var asking = await OpenAsync(port);
        var before = await AskAsync(asking);
        var empty = MemoryOf(server);
        var idle = new Stream[count];
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Increment(ref next) is var i && i < count)
                idle[i] = await OpenAsync(port);
        })));
        var beside = await AskAsync(asking);
        var full = MemoryOf(server);
        // All are still there.
        var open = 0;
        foreach (var stream in idle)
        {
            await stream.WriteAsync(Request);
            open += await stream.ReadAsync(new byte[4096]) > 0 ? 1 : 0;
        }
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{open} {(full - empty) / (double)count:0.0} {before.P50:0.00} {before.P99:0.00} {beside.P50:0.00} {beside.P99:0.00}"));
        foreach (var stream in idle)
            await stream.DisposeAsync();
    }

    private static async Task<Stream> OpenAsync(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync("127.0.0.1", port);
        // SSL_CERT_FILE names the server's own authority.
        var tls = new SslStream(new NetworkStream(socket, ownsSocket: true));
        await tls.AuthenticateAsClientAsync("localhost");
        await tls.WriteAsync(Request);
        if (await tls.ReadAsync(new byte[4096]) == 0)
            throw new InvalidOperationException("The server closed a connection.");
        return tls;
    }

    private static async Task<(double P50, double P99)> AskAsync(Stream stream)
    {
        var times = new List<double>();
        var answer = new byte[4096];
        for (var i = 0; i < Requests; i++)
        {
            var started = Stopwatch.GetTimestamp();
            await stream.WriteAsync(Request);
            if (await stream.ReadAsync(answer) == 0)
                throw new InvalidOperationException("The server closed the connection that asks.");
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }
        return (Machine.Percentile(times, 0.5), Machine.Percentile(times, 0.99));
    }

    /// <summary>KB that are in memory.</summary>
    private static long MemoryOf(int process)
        => long.Parse(File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal))[6..^2].Trim(), CultureInfo.InvariantCulture);
}
