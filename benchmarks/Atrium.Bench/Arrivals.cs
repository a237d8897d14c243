using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace Atrium.Bench;

/// <summary>Requests that begin when they are due, whatever has become of those before, as those of people do.</summary>
internal static class Arrivals
{
    /// <summary>Begins requests at a rate, and returns when the last has ended.</summary>
    /// <param name="perSecond">How many.</param>
    /// <param name="length">For how long.</param>
    /// <param name="request">Is given its number and when it was due.</param>
    /// <param name="over">Ends it sooner.</param>
    internal static async Task AtRateAsync(int perSecond, TimeSpan length, Func<int, long, Task> request, CancellationToken over)
    {
        var running = new List<Task>();
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; Stopwatch.GetElapsedTime(started) < length && !over.IsCancellationRequested;)
        {
            var due = (int)(Stopwatch.GetElapsedTime(started).TotalSeconds * perSecond);
            for (; i < due; i++)
            {
                var (number, at) = (i, started + (long)((double)i / perSecond * Stopwatch.Frequency));
                running.Add(Task.Run(() => request(number, at), CancellationToken.None));
            }
            await Task.Delay(1, CancellationToken.None);
        }
        await Task.WhenAll(running);
    }

    /// <summary>Milliseconds from when each request was due: what waits for its turn is counted too.</summary>
    internal static async Task<List<double>> MeasureAsync(HttpClient client, string path, int perSecond, TimeSpan length)
    {
        var times = new ConcurrentBag<double>();
        await AtRateAsync(perSecond, length, async (_, due) =>
        {
            using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
            answer.EnsureSuccessStatusCode();
            times.Add(Stopwatch.GetElapsedTime(due).TotalMilliseconds);
        }, CancellationToken.None);
        return [.. times];
    }

    /// <summary>A client from an address of the loopback, with connections of its own, who trusts the server's authority.</summary>
    internal static HttpClient Client(string url, string authority, IPAddress from, int connections)
    {
        var trust = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        trust.CustomTrustStore.Add(X509CertificateLoader.LoadCertificateFromFile(authority));
        return new(new SocketsHttpHandler
        {
            MaxConnectionsPerServer = connections,
            UseCookies = false,
            SslOptions = { CertificateChainPolicy = trust },
            ConnectCallback = async (context, cancellation) =>
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                socket.Bind(new IPEndPoint(from, 0));
                await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port, cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            },
        })
        {
            BaseAddress = new Uri(url),
        };
    }
}
