using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Atrium.Bench;

/// <summary>
/// What a user notices of somebody who guesses passwords: files are asked for at a fixed rate with a token, in turn alone and beside a
/// thousand wrong sign-ins a second from fifty addresses.
/// </summary>
internal static class SignInLoad
{
    private const int WrongPerSecond = 1000, RightPerSecond = 200, Addresses = 50, ConnectionsOfAddress = 4;

    private static readonly TimeSpan Phase = TimeSpan.FromSeconds(10);

    /// <summary>The attackers' two hundred handshakes come first, which cost this program as much as the server.</summary>
    private static readonly TimeSpan Lead = TimeSpan.FromSeconds(3);

    /// <summary>
    /// Prints, for each round, p50 and p99 alone and attacked in milliseconds, the cores that the server took alone and attacked, and what the
    /// attackers got.
    /// </summary>
    /// <param name="url">The server's address, by 127.0.0.1.</param>
    /// <param name="file">The path of a small file.</param>
    /// <param name="token">That may read it.</param>
    /// <param name="rounds">How often.</param>
    /// <param name="authority">The file of the server's certificate authority.</param>
    /// <param name="server">The number of its process.</param>
    internal static async Task RunAsync(string url, string file, string token, int rounds, string authority, int server)
    {
        var trust = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        trust.CustomTrustStore.Add(X509CertificateLoader.LoadCertificateFromFile(authority));
        // What is measured must not wait for a thread behind what is not.
        ThreadPool.SetMinThreads(64, 64);
        using var user = Client(url, trust, IPAddress.Parse("127.0.0.1"));
        user.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        await MeasureAsync(user, file, TimeSpan.FromSeconds(2)); // warm
        for (var round = 0; round < rounds; round++)
        {
            var (began, used) = (Stopwatch.GetTimestamp(), ProcessorTime(server));
            var alone = await MeasureAsync(user, file, Phase);
            var coresAlone = (ProcessorTime(server) - used) / Stopwatch.GetElapsedTime(began);
            using var over = new CancellationTokenSource();
            var attacking = AttackAsync(url, trust, over.Token);
            await Task.Delay(Lead, CancellationToken.None);
            (began, used) = (Stopwatch.GetTimestamp(), ProcessorTime(server));
            var attacked = await MeasureAsync(user, file, Phase);
            var coresAttacked = (ProcessorTime(server) - used) / Stopwatch.GetElapsedTime(began);
            await over.CancelAsync();
            var statuses = await attacking;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{Machine.Percentile(alone, 0.5):0.00} {Machine.Percentile(alone, 0.99):0.00} {Machine.Percentile(attacked, 0.5):0.00} {Machine.Percentile(attacked, 0.99):0.00} {coresAlone:0.00} {coresAttacked:0.00} {string.Join(' ', statuses.OrderBy(s => s.Key).Select(s => $"{s.Key}:{s.Value}"))}"));
        }
    }

    private static TimeSpan ProcessorTime(int server)
    {
        using var process = Process.GetProcessById(server);
        return process.TotalProcessorTime;
    }

    /// <summary>Milliseconds from when each request was due: what waits for its turn is counted too.</summary>
    private static async Task<List<double>> MeasureAsync(HttpClient client, string file, TimeSpan length)
    {
        var times = new ConcurrentBag<double>();
        await AtRateAsync(RightPerSecond, length, async (_, due) =>
        {
            using var answer = await client.GetAsync(new Uri(file, UriKind.Relative));
            answer.EnsureSuccessStatusCode();
            times.Add(Stopwatch.GetElapsedTime(due).TotalMilliseconds);
        }, CancellationToken.None);
        return [.. times];
    }

    private static async Task<Dictionary<string, int>> AttackAsync(string url, X509ChainPolicy trust, CancellationToken over)
    {
        var clients = Enumerable.Range(0, Addresses).Select(i => Client(url, trust, new IPAddress([127, 0, 1, (byte)(i + 1)]))).ToArray();
        var statuses = new ConcurrentDictionary<string, int>();
        await AtRateAsync(WrongPerSecond, TimeSpan.FromDays(1), async (i, _) =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/accounts/me");
            // Half of them at the administrator, the others at names that may or may not be there.
            var login = i % 2 == 0 ? "admin" : string.Create(CultureInfo.InvariantCulture, $"name{i % 5000}");
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{login}:guess number {i} {Stopwatch.GetTimestamp()}")));
            string status;
            try
            {
                using var answer = await clients[i % Addresses].SendAsync(request, over);
                status = ((int)answer.StatusCode).ToString(CultureInfo.InvariantCulture);
            }
            catch (Exception e) when (e is HttpRequestException or OperationCanceledException or SocketException)
            {
                // Cut off, or not let in: the firewall has banned the address.
                status = "none";
            }
            statuses.AddOrUpdate(status, 1, (_, count) => count + 1);
        }, over);
        foreach (var client in clients)
            client.Dispose();
        return new(statuses);
    }

    /// <summary>Begins requests when they are due, whatever has become of those before.</summary>
    private static async Task AtRateAsync(int perSecond, TimeSpan length, Func<int, long, Task> request, CancellationToken over)
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

    private static HttpClient Client(string url, X509ChainPolicy trust, IPAddress from) => new(new SocketsHttpHandler
    {
        MaxConnectionsPerServer = ConnectionsOfAddress,
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
