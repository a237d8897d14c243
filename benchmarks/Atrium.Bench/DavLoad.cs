using System.Diagnostics;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace Atrium.Bench;

/// <summary>The same load for every server of WebDAV: 8 connections of HTTP/1.1 over TLS.</summary>
internal static class DavLoad
{
    private const int Files = 1000, Connections = 8, Size = 4096, Listings = 40;

    private static readonly HttpMethod Mkcol = new("MKCOL"), Move = new("MOVE"), PropFind = new("PROPFIND");

    /// <summary>Prints the rates of PUT, GET, PROPFIND of the folder, MOVE and DELETE, in requests a second.</summary>
    /// <param name="url">A folder.</param>
    /// <param name="user">NAME:PASSWORD</param>
    /// <param name="round">Makes the names new.</param>
    internal static async Task RunAsync(string url, string user, string round)
    {
        using var handler = new SocketsHttpHandler { MaxConnectionsPerServer = Connections };
        using var client = new HttpClient(handler);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(user)));
        var folder = $"{url}/{round}";
        await SendAsync(client, Mkcol, folder + "/");
        var put = await RateAsync(Files, async i =>
        {
            using var content = new ByteArrayContent(RandomNumberGenerator.GetBytes(Size));
            using var answer = await client.PutAsync(new Uri($"{folder}/f{i}"), content);
            answer.EnsureSuccessStatusCode();
        });
        var get = await RateAsync(Files, async i =>
        {
            if ((await client.GetByteArrayAsync(new Uri($"{folder}/f{i}"))).Length != Size)
                throw new InvalidOperationException("A file came back with another size.");
        });
        var list = await RateAsync(Listings, async _ =>
        {
            var text = await SendAsync(client, PropFind, folder + "/", ("Depth", "1"));
            // Servers declare name spaces at the beginning of each: the ends are alike.
            if (text.Split(":response>").Length <= Files)
                throw new InvalidOperationException("A listing came back too short.");
        });
        var move = await RateAsync(Files, i => SendAsync(client, Move, $"{folder}/f{i}", ("Destination", $"{folder}/m{i}")));
        var delete = await RateAsync(Files, i => SendAsync(client, HttpMethod.Delete, $"{folder}/m{i}"));
        Console.WriteLine($"{put:0} {get:0} {list:0.0} {move:0} {delete:0}");
    }

    private static async Task<string> SendAsync(HttpClient client, HttpMethod method, string url, params (string Name, string Value)[] fields)
    {
        using var request = new HttpRequestMessage(method, url);
        foreach (var (name, value) in fields)
            request.Headers.Add(name, value);
        using var answer = await client.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadAsStringAsync();
    }

    private static async Task<double> RateAsync(int requests, Func<int, Task> request)
    {
        var next = 0;
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Increment(ref next) is var i && i <= requests)
                await request(i);
        })));
        return requests / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
