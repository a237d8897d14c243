using System.Diagnostics;
using System.Text.Json;

namespace Atrium.Conformance.Sites;

/// <summary>Deploying from the command line, and under load.</summary>
public sealed class DeployTests(SiteServer server) : IClassFixture<SiteServer>
{
    [Fact]
    public async Task Deploy_ChangedFolder_SendsOnlyThatAndRollsBack()
    {
        const string Host = "changed.example";
        var folder = server.Folder(Host, ("index.html", "one"), ("large.bin", new string('x', 300_000)), ("same.txt", "same"));
        (await server.SiteAsync("add", Host, "--from", folder)).OrThrow();
        await File.WriteAllTextAsync(Path.Combine(folder, "index.html"), "two", TestRun.Cancelled);

        var plan = JsonDocument.Parse((await server.SiteAsync("deploy", Host, folder, "--dry-run", "--json")).OrThrow().Output).RootElement;
        Assert.Equal(["index.html"], plan.EnumerateArray().Select(file => file.GetProperty("path").GetString()));
        Assert.Equal("one", (await server.AskAsync(Host, "/")).Text);

        var deployed = (await server.SiteAsync("deploy", Host, folder)).OrThrow();
        Assert.Contains("deployment 2: 3 files", deployed.Output, StringComparison.Ordinal);
        Assert.Contains("1 contents were sent, 3 B", deployed.Output, StringComparison.Ordinal);
        Assert.Equal("two", (await server.AskAsync(Host, "/")).Text);

        (await server.SiteAsync("rollback", Host)).OrThrow();
        Assert.Equal("one", (await server.AskAsync(Host, "/")).Text);
        (await server.SiteAsync("rollback", Host, "--to", "2")).OrThrow();
        Assert.Equal("two", (await server.AskAsync(Host, "/")).Text);
        var shown = JsonDocument.Parse((await server.SiteAsync("show", Host, "--json")).OrThrow().Output).RootElement;
        Assert.Equal([(2L, true), (1L, false)], shown.EnumerateArray().Select(d => (d.GetProperty("number").GetInt64(), d.GetProperty("current").GetBoolean())));
    }

    [Fact]
    public async Task Commands_ThatCannotBeDone_SayWhatHelps()
    {
        var folder = server.Folder("words.example", ("index.html", "x"));
        Refuses(await server.SiteAsync("deploy", "words.example", folder), 1, "atrium site add words.example");
        (await server.SiteAsync("add", "words.example")).OrThrow();
        Refuses(await server.SiteAsync("add", "words.example"), 1, "atrium site show words.example");
        Refuses(await server.SiteAsync("rollback", "words.example"), 1, "atrium site show words.example");
        Refuses(await server.SiteAsync("deploy", "words.example", folder + "-not-there"), 1, "There is no folder");
        Refuses(await server.SiteAsync("remove", "words.example"), 2, "--yes");
        Refuses(await server.SiteAsync("add", "x.example", "--proxy", "ftp://127.0.0.1"), 1, "http");
        Refuses(await server.SiteAsync("add", "x.example", "--proxy", "http://127.0.0.1:1", "--from", folder), 2, "--from and --proxy");
        Assert.Equal(404, (await server.AskAsync("words.example", "/")).Status);
    }

    [Fact]
    public async Task Deploy_FiftyTimesUnderLoad_NoAnswerIsMixedOrFails()
    {
        const string Host = "load.example";
        (await server.SiteAsync("add", Host, "--http")).OrThrow();
        using var api = server.NewApi();
        await SiteServer.DeployAsync(api, Host, Version(0));
        using var stop = new CancellationTokenSource();
        var wrk = StartWrk(Host);
        try
        {
            var visitors = Enumerable.Range(0, 6).Select(_ => VisitAsync(Host, stop.Token)).ToList();
            for (var i = 1; i <= 50; i++)
            {
                Assert.Equal(i + 1, await SiteServer.DeployAsync(api, Host, Version(i)));
                // Whoever has been told that it is deployed sees it.
                Assert.Equal(i, await ReadAsync(Host));
            }
            await stop.CancelAsync();
            var visits = await Task.WhenAll(visitors);
            Assert.All(visits, count => Assert.True(count > 0));
        }
        finally
        {
            await stop.CancelAsync();
            Signals.Send(wrk.Id, Signals.Interrupt);
        }
        var report = await wrk.StandardOutput.ReadToEndAsync(TestRun.Cancelled);
        TestRun.Say(report);
        Assert.Contains("requests in", report, StringComparison.Ordinal);
        Assert.DoesNotContain("Non-2xx", report, StringComparison.Ordinal);
        Assert.DoesNotContain("Socket errors", report, StringComparison.Ordinal);
    }

    /// <summary>Pages that name their version many times, so that one made of two would show.</summary>
    private static (string Path, string Text)[] Version(int number) =>
    [
        ("index.html", Text(number, 500)), ("assets/app.js", Text(number, 3000)), ("assets/large.bin", Text(number, 200_000)), ("same.txt", "the same in all"),
    ];

    private static string Text(int number, int times) => string.Concat(Enumerable.Repeat($"{number:000}\n", times));

    private async Task<int> ReadAsync(string host)
    {
        using var visitor = server.NewVisitor(host);
        return await ReadAsync(visitor, "/", 500);
    }

    /// <summary>The one version that an answer is of.</summary>
    private static async Task<int> ReadAsync(HttpClient visitor, string path, int times)
    {
        using var answer = await visitor.GetAsync(path, CancellationToken.None);
        Assert.Equal(200, (int)answer.StatusCode);
        var text = await answer.Content.ReadAsStringAsync(CancellationToken.None);
        var number = int.Parse(text[..3], System.Globalization.CultureInfo.InvariantCulture);
        Assert.True(text == Text(number, times), $"{path} is of more than one version.");
        Assert.Equal($"\"{SiteServer.Hash(text)}\"", answer.Headers.ETag!.Tag.Replace("-br", "", StringComparison.Ordinal));
        return number;
    }

    private async Task<int> VisitAsync(string host, CancellationToken stop)
    {
        using var visitor = server.NewVisitor(host);
        var (visits, newest) = (0, 0);
        while (!stop.IsCancellationRequested)
        {
            var before = await ReadAsync(visitor, "/", 500);
            var asset = await ReadAsync(visitor, "/assets/app.js", 3000);
            var large = await ReadAsync(visitor, "/assets/large.bin", 200_000);
            var after = await ReadAsync(visitor, "/", 500);
            // Time goes forward, and what is between two answers of one version is of that version.
            Assert.True(newest <= before && before <= asset && asset <= large && large <= after, $"{newest} {before} {asset} {large} {after}");
            newest = after;
            visits++;
        }
        return visits;
    }

    private Process StartWrk(string host) => Process.Start(new ProcessStartInfo(
        "wrk", ["-t1", "-c16", "-d600", "-H", $"Host: {host}", $"http://127.0.0.1:{server.Process.PortBase + 80}/assets/app.js"]) { RedirectStandardOutput = true })!;

    private static void Refuses(ShellResult result, int code, string words)
    {
        Assert.True(result.ExitCode == code, $"{result}");
        Assert.Contains(words, result.Error, StringComparison.Ordinal);
    }
}
