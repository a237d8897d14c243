using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;

namespace Atrium.Bench;

/// <summary>
/// What a polite client notices when others ask for more than the server can give: he asks for a record twenty times a second, alone, beside
/// one who asks for lists of a thousand entries at four times the rate that the server reaches, and beside transfers of two others of whom one
/// has fifteen files under way and the other one.
/// </summary>
internal static class CongestionLoad
{
    private const int PolitePerSecond = 20, GreedyConnections = 400, ManyTransfers = 15;

    private static readonly TimeSpan Phase = TimeSpan.FromSeconds(10), Lead = TimeSpan.FromSeconds(2), Trial = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Prints, for each round: p50 and p99 in milliseconds alone, beside the flood and beside the transfers; the rate that the server reaches,
    /// that was asked for and that was answered with 200; the part of the transferred bytes that the one with one file got; what the greedy got.
    /// </summary>
    /// <param name="url">The server's address, by 127.0.0.1.</param>
    /// <param name="authority">The file of the server's certificate authority.</param>
    /// <param name="folder">A folder with a thousand files, and a file "large" beside it.</param>
    /// <param name="tokens">Of the polite, the greedy, and the two who transfer, with commas.</param>
    /// <param name="rounds">How often.</param>
    internal static async Task RunAsync(string url, string authority, string folder, string tokens, int rounds)
    {
        // What is measured must not wait for a thread behind what is not.
        ThreadPool.SetMinThreads(64, 64);
        var token = tokens.Split(',');
        using var polite = Client(url, authority, 1, 4, token[0]);
        using var greedy = Client(url, authority, 2, GreedyConnections, token[1]);
        using var many = Client(url, authority, 3, ManyTransfers, token[2]);
        using var few = Client(url, authority, 4, 1, token[3]);
        var (record, list, large) = ($"{folder}/entry-1?stat", $"{folder}?list&limit=1000", $"{folder}-large");
        await Arrivals.MeasureAsync(polite, record, PolitePerSecond, Lead); // warm
        await CapacityAsync(greedy, list);
        for (var round = 0; round < rounds; round++)
        {
            var capacity = await CapacityAsync(greedy, list);
            var alone = await Arrivals.MeasureAsync(polite, record, PolitePerSecond, Phase);

            using var over = new CancellationTokenSource();
            var statuses = new ConcurrentDictionary<string, int>();
            var began = Stopwatch.GetTimestamp();
            var flooding = FloodAsync(greedy, list, (int)(4 * capacity), statuses, over.Token);
            await Task.Delay(Lead, CancellationToken.None);
            var flooded = await Arrivals.MeasureAsync(polite, record, PolitePerSecond, Phase);
            await over.CancelAsync();
            var asked = await flooding / Stopwatch.GetElapsedTime(began).TotalSeconds;
            var answered = statuses.GetValueOrDefault("200") / Stopwatch.GetElapsedTime(began).TotalSeconds;

            using var done = new CancellationTokenSource();
            var ofMany = Enumerable.Range(0, ManyTransfers).Select(_ => Task.Run(() => DownloadAsync(many, large, done.Token))).ToArray();
            var ofFew = Task.Run(() => DownloadAsync(few, large, done.Token));
            await Task.Delay(Lead, CancellationToken.None);
            var transferring = await Arrivals.MeasureAsync(polite, record, PolitePerSecond, Phase);
            await done.CancelAsync();
            var (manyBytes, fewBytes) = ((await Task.WhenAll(ofMany)).Sum(), await ofFew);

            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{Two(alone)} {Two(flooded)} {Two(transferring)} {capacity:0} {asked:0} {answered:0} {fewBytes / (double)(fewBytes + manyBytes):0.00} {string.Join(' ', statuses.OrderBy(s => s.Key).Select(s => $"{s.Key}:{s.Value}"))}"));
        }
    }

    private static string Two(List<double> times)
        => string.Create(CultureInfo.InvariantCulture, $"{Machine.Percentile(times, 0.5):0.00} {Machine.Percentile(times, 0.99):0.00}");

    /// <summary>What the server answers when as many ask as it has turns for.</summary>
    private static async Task<double> CapacityAsync(HttpClient client, string path)
    {
        var answered = 0;
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(async () =>
        {
            while (Stopwatch.GetElapsedTime(began) < Trial)
            {
                using var answer = await client.GetAsync(new Uri(path, UriKind.Relative), HttpCompletionOption.ResponseContentRead);
                if (answer.IsSuccessStatusCode)
                    Interlocked.Increment(ref answered);
            }
        })));
        return answered / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private static async Task<int> FloodAsync(HttpClient client, string path, int perSecond, ConcurrentDictionary<string, int> statuses, CancellationToken over)
    {
        var asked = 0;
        await Arrivals.AtRateAsync(perSecond, TimeSpan.FromDays(1), async (_, _) =>
        {
            Interlocked.Increment(ref asked);
            string status;
            try
            {
                using var answer = await client.GetAsync(new Uri(path, UriKind.Relative), over);
                status = ((int)answer.StatusCode).ToString(CultureInfo.InvariantCulture);
                if (answer.StatusCode == HttpStatusCode.ServiceUnavailable && answer.Headers.RetryAfter is null)
                    status = "503 without a time";
            }
            catch (OperationCanceledException) when (over.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is HttpRequestException or SocketException or OperationCanceledException)
            {
                status = "failed";
            }
            statuses.AddOrUpdate(status, 1, (_, count) => count + 1);
        }, over);
        return asked;
    }

    private static async Task<long> DownloadAsync(HttpClient client, string path, CancellationToken over)
    {
        var (bytes, buffer) = (0L, new byte[65_536]);
        try
        {
            while (true)
            {
                await using var stream = await client.GetStreamAsync(new Uri(path, UriKind.Relative), over);
                while (await stream.ReadAsync(buffer, over) is > 0 and var read)
                    bytes += read;
            }
        }
        catch (OperationCanceledException)
        {
            return bytes;
        }
    }

    private static HttpClient Client(string url, string authority, byte address, int connections, string token)
    {
        var client = Arrivals.Client(url, authority, new IPAddress([127, 0, 2, address]), connections);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        client.Timeout = TimeSpan.FromSeconds(60);
        return client;
    }
}
