using System.Net.Http.Headers;
using System.Text;

namespace Atrium.Conformance.Http;

/// <summary>More is asked for than there is: who is told to wait, who goes first, who gets how much.</summary>
public sealed class CongestionTests : IAsyncLifetime
{
    private const int Large = 8 * 1024 * 1024;

    private readonly Scratch scratch = new();
    private AtriumProcess process = null!;

    public async ValueTask InitializeAsync()
    {
        process = await AtriumProcess.StartAsync(scratch.Path("data"));
        await RunAsync(null, "space", "add", "/shared/full");
        await RunAsync(null, "access", "grant", "/shared/full", "everyone", "read,create,write");
        foreach (var name in new[] { "few", "many" })
            await RunAsync(HttpServer.GuestPassword + "\n", "account", "add", name, "--password-stdin");
        using var admin = Client("admin", AtriumProgram.Password);
        using var stored = await admin.PutAsync("/api/v1/files/shared/full/large", new ByteArrayContent(new byte[Large]), TestRun.Cancelled);
        stored.EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        await process.DisposeAsync();
        scratch.Dispose();
    }

    /// <summary>A line of 4 MB a second, one with one download and one with eight: bytes are shared between the two, not between the nine.</summary>
    [Fact]
    public async Task Download_OverAFullLine_IsSharedBetweenAccounts()
    {
        await RunAsync(null, "setting", "set", "bandwidth.download", "4000000");
        using var few = Client("few", HttpServer.GuestPassword);
        using var many = Client("many", HttpServer.GuestPassword);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(TestRun.Cancelled);
        var bytes = new long[2];
        Task[] downloads = [DownloadAsync(few, 0), .. Enumerable.Range(0, 8).Select(_ => DownloadAsync(many, 1))];
        // What sockets hold on the way is not shared yet: it is counted out at first.
        await ReceivedAsync(() => Interlocked.Read(ref bytes[0]) > 2_000_000 && Interlocked.Read(ref bytes[1]) > 2_000_000);
        var (fewBefore, manyBefore) = (Interlocked.Read(ref bytes[0]), Interlocked.Read(ref bytes[1]));
        await ReceivedAsync(() => bytes.Sum() - fewBefore - manyBefore > 12_000_000);
        var (fewBytes, manyBytes) = (Interlocked.Read(ref bytes[0]) - fewBefore, Interlocked.Read(ref bytes[1]) - manyBefore);
        await ending.CancelAsync();
        foreach (var download in downloads)
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => download);
        Assert.InRange(fewBytes / (double)(fewBytes + manyBytes), 0.3, 0.7);

        Task ReceivedAsync(Func<bool> enough) => Until.TrueAsync(() => Task.FromResult(enough()), () => $"Received: {bytes[0]} and {bytes[1]}.");

        async Task DownloadAsync(HttpClient client, int who)
        {
            var buffer = new byte[65_536];
            while (true)
            {
                await using var stream = await client.GetStreamAsync("/api/v1/files/shared/full/large", ending.Token);
                while (await stream.ReadAsync(buffer, ending.Token) is > 0 and var read)
                    Interlocked.Add(ref bytes[who], read);
            }
        }
    }

    /// <summary>Uploads whose bytes do not come wait for nobody but their senders, however many they are.</summary>
    [Fact]
    public async Task Request_BesideHundredsThatSendNothing_IsAnswered()
    {
        var silent = new List<Wire>();
        try
        {
            for (var i = 0; i < 300; i++)
            {
                var wire = await Wire.ConnectTlsAsync(process);
                silent.Add(wire);
                await wire.SendAsync($"PUT /api/v1/files/shared/full/silent-{i} HTTP/1.1\r\nHost: localhost\r\nAuthorization: {Basic("many", HttpServer.GuestPassword)}\r\nContent-Length: 1000\r\n\r\n");
            }
            using var few = Client("few", HttpServer.GuestPassword);
            for (var i = 0; i < 20; i++)
            {
                using var answer = await few.GetAsync("/api/v1/files/shared/full?list", TestRun.Cancelled);
                Assert.Equal(200, (int)answer.StatusCode);
            }
        }
        finally
        {
            foreach (var wire in silent)
                await wire.DisposeAsync();
        }
    }

    /// <summary>The operator's own number, for an account; another account does not notice, and a request that has ended counts no more.</summary>
    [Fact]
    public async Task Request_OfAnAccountWithAsManyAsItMay_IsToldToWait()
    {
        await RunAsync(null, "setting", "set", "firewall.requests-at-once-per-account", "1");
        using var many = Client("many", HttpServer.GuestPassword);
        using var few = Client("few", HttpServer.GuestPassword);
        // A look at the feed that waits, and is a request like others.
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(TestRun.Cancelled);
        var feed = System.Text.Json.JsonDocument.Parse(await many.GetStringAsync("/api/v1/changes?space=/shared/full", TestRun.Cancelled)).RootElement.GetProperty("cursor").GetString();
        var waiting = many.GetAsync($"/api/v1/changes?space=/shared/full&wait=30&after={Uri.EscapeDataString(feed!)}", leaving.Token);
        await Until.TrueAsync(async () =>
        {
            using var second = await many.GetAsync("/api/v1/files/shared/full?list", TestRun.Cancelled);
            return (int)second.StatusCode == 429 && second.Headers.RetryAfter is not null;
        }, () => "The second was not told to wait.");
        using (var other = await few.GetAsync("/api/v1/files/shared/full?list", TestRun.Cancelled))
            Assert.Equal(200, (int)other.StatusCode);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await Until.TrueAsync(async () =>
        {
            using var again = await many.GetAsync("/api/v1/files/shared/full?list", TestRun.Cancelled);
            return (int)again.StatusCode == 200;
        }, () => "It may not ask again.");
    }

    private static string Basic(string name, string password) => "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{name}:{password}"));

    private HttpClient Client(string name, string password)
    {
        var client = new HttpClient(new SocketsHttpHandler
        {
            UseProxy = false,
            SslOptions = new() { RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null },
        })
        {
            BaseAddress = new Uri($"https://localhost:{process.HttpsPort}"),
            Timeout = Until.Patience,
        };
        client.DefaultRequestHeaders.Authorization = AuthenticationHeaderValue.Parse(Basic(name, password));
        return client;
    }

    private async Task RunAsync(string? input, params string[] arguments)
        => (await Shell.RunAsync("dotnet", [await AtriumProgram.DllAsync(), .. arguments, "--data", process.Data], input)).OrThrow();
}
