using System.Diagnostics;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace Atrium.Bench;

/// <summary>The same load for every server: small files put and got over HTTPS by 8 connections of HTTP/1.1.</summary>
internal static class FileLoad
{
    private const int Files = 1000, Connections = 8, Size = 4096;

    /// <summary>Prints the rate of PUT and of GET, in files a second.</summary>
    /// <param name="url">The folder.</param>
    /// <param name="user">NAME:PASSWORD</param>
    /// <param name="round">Makes the names new.</param>
    internal static async Task RunAsync(string url, string user, string round)
    {
        using var handler = new SocketsHttpHandler { MaxConnectionsPerServer = Connections };
        using var client = new HttpClient(handler);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(user)));
        var put = await RateAsync(async i =>
        {
            using var content = new ByteArrayContent(RandomNumberGenerator.GetBytes(Size));
            using var answer = await client.PutAsync(new Uri($"{url}/{round}-{i}"), content);
            answer.EnsureSuccessStatusCode();
        });
        var get = await RateAsync(async i =>
        {
            if ((await client.GetByteArrayAsync(new Uri($"{url}/{round}-{i}"))).Length != Size)
                throw new InvalidOperationException("A file came back with another size.");
        });
        Console.WriteLine($"{put:0} {get:0}");
    }

    private static async Task<double> RateAsync(Func<int, Task> request)
    {
        var next = 0;
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Increment(ref next) is var i && i <= Files)
                await request(i);
        })));
        return Files / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
