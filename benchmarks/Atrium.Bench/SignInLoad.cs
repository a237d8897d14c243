using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
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
        // What is measured must not wait for a thread behind what is not.
        ThreadPool.SetMinThreads(64, 64);
        using var user = Arrivals.Client(url, authority, IPAddress.Loopback, ConnectionsOfAddress);
        user.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        await Arrivals.MeasureAsync(user, file, RightPerSecond, TimeSpan.FromSeconds(2)); // warm
        for (var round = 0; round < rounds; round++)
        {
            var (began, used) = (Stopwatch.GetTimestamp(), ProcessorTime(server));
            var alone = await Arrivals.MeasureAsync(user, file, RightPerSecond, Phase);
            var coresAlone = (ProcessorTime(server) - used) / Stopwatch.GetElapsedTime(began);
            using var over = new CancellationTokenSource();
            var attacking = AttackAsync(url, authority, over.Token);
            await Task.Delay(Lead, CancellationToken.None);
            (began, used) = (Stopwatch.GetTimestamp(), ProcessorTime(server));
            var attacked = await Arrivals.MeasureAsync(user, file, RightPerSecond, Phase);
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

    private static async Task<Dictionary<string, int>> AttackAsync(string url, string authority, CancellationToken over)
    {
        var clients = Enumerable.Range(0, Addresses).Select(i => Arrivals.Client(url, authority, new IPAddress([127, 0, 1, (byte)(i + 1)]), ConnectionsOfAddress)).ToArray();
        var statuses = new ConcurrentDictionary<string, int>();
        await Arrivals.AtRateAsync(WrongPerSecond, TimeSpan.FromDays(1), async (i, _) =>
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
}
