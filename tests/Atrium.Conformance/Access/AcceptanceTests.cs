using System.Diagnostics;
using System.Text.Json;
using Atrium.Conformance.Contract;

namespace Atrium.Conformance.Access;

/// <summary>Grants, as curl sees them.</summary>
public sealed class AcceptanceTests(AccessServer server) : IClassFixture<AccessServer>
{
    [Fact]
    public async Task Grant_OnAFolder_ReachesItsChildrenAndStopsWhereInheritanceStops()
    {
        await server.GrantAsync("/shared/team/open", "outer", "read");
        await server.GrantAsync("/shared/team/open/hidden/shared", "ann", "read");
        // ben is in outer through inner.
        Assert.Equal("the content of open/sub/f", (await ReadAsync("ben", "/shared/team/open/sub/f")).Text);
        Assert.Equal(404, (await ReadAsync("ben", "/shared/team/open/hidden/f")).Status);
        Assert.Equal(404, (await ReadAsync("ben", "/shared/team/open/hidden/shared/f")).Status);
        Assert.Equal(404, (await ReadAsync("ben", "/shared/team/top")).Status);
        // What was granted deep below what she may not list can be read, and found.
        Assert.Equal("the content of open/hidden/shared/f", (await ReadAsync("ann", "/shared/team/open/hidden/shared/f")).Text);
        Assert.Equal(404, (await ReadAsync("ann", "/shared/team/open/hidden/f")).Status);
        var shared = JsonDocument.Parse((await server.AskAsync(new CurlRequest("GET", "/api/v1/access/shared-with-me", AccessServer.Account("ann")))).Text);
        Assert.Contains(shared.RootElement.GetProperty("items").EnumerateArray(), item => item.GetProperty("path").GetString() == "/shared/team/open/hidden/shared");
        // Inheritance again: all that is granted above holds below.
        await server.RunAsync("access", "inherit", "/shared/team/open/hidden", "on");
        Assert.Equal(200, (await ReadAsync("ben", "/shared/team/open/hidden/f")).Status);
        await server.RunAsync("access", "inherit", "/shared/team/open/hidden", "off");
        await server.RunAsync("access", "revoke", "/shared/team/open/hidden/shared", "ann");
        await server.RunAsync("access", "revoke", "/shared/team/open", "outer");
        Assert.Equal(404, (await ReadAsync("ben", "/shared/team/open/sub/f")).Status);
    }

    /// <summary>Removing somebody from a group, also from one inside another, ends his open download within 5 s (and what curl itself takes).</summary>
    [Theory]
    [InlineData("inner", "ben")]
    [InlineData("outer", "inner")]
    public async Task Leave_DuringADownload_ShutsIt(string group, string member)
    {
        await server.GrantAsync("/shared/team/open", "outer", "read");
        var file = server.Scratch.Path($"large-{group}");
        await File.WriteAllBytesAsync(file, new byte[64 << 20], TestRun.Cancelled);
        Assert.InRange((await server.Curl.AsAdminAsync("/api/v1/files/shared/team/open/large", "-T", file)).Status, 200, 299);
        var started = Stopwatch.GetTimestamp();
        var download = Shell.RunAsync(
            "curl",
            [
                "-sS", "--cacert", server.Process.CaPath, "--limit-rate", "1M", "-o", "/dev/null", "-u", $"ben:{AccessServer.Account("ben").Password}",
                $"https://127.0.0.1:{server.Process.HttpsPort}/api/v1/files/shared/team/open/large",
            ],
            input: null);
        await Task.Delay(TimeSpan.FromSeconds(2), TestRun.Cancelled);
        Assert.False(download.IsCompleted);
        await server.RunAsync("group", "leave", group, member);
        var left = Stopwatch.GetTimestamp();
        var ended = await download;
        TestRun.Say($"The download ended {Stopwatch.GetElapsedTime(left).TotalSeconds:0.0} s after the leave; it had run for {Stopwatch.GetElapsedTime(started, left).TotalSeconds:0.0} s.");
        Assert.NotEqual(0, ended.ExitCode);
        // 64 MB at 1 MB/s would have taken a minute.
        Assert.InRange(Stopwatch.GetElapsedTime(left).TotalSeconds, 0, 5);
        Assert.Equal(404, (await ReadAsync("ben", "/shared/team/open/large")).Status);
        await server.RunAsync("group", "join", group, member);
        await server.RunAsync("access", "revoke", "/shared/team/open", "outer");
    }

    /// <summary>What explain says and what curl gets, for each account and each right.</summary>
    [Fact]
    public async Task Explain_OfEachCase_AgreesWithCurl()
    {
        await server.StoreAsync("/shared/team/open/sub/kept", "kept");
        await server.GrantAsync("/shared/team/open", "ann", "read");
        await server.GrantAsync("/shared/team/open/sub", "ann", "create,write");
        await server.GrantAsync("/shared/team/open", "inner", "read,delete");
        await server.GrantAsync("/shared/team/open/hidden/shared", "outer", "manage");
        await server.GrantAsync("/shared/team/open/sub", "everyone", "list");
        await server.GrantAsync("/shared/team/open/hidden", "ben", "list,share");
        string[] folders = ["/shared/team", "/shared/team/open", "/shared/team/open/sub", "/shared/team/open/hidden", "/shared/team/open/hidden/shared"];
        var compared = 0;
        foreach (var name in (string[])["ann", "ben", "cid", "admin", "anyone"])
        {
            (string, string)? who = name switch { "anyone" => null, "admin" => AccessServer.Admin, _ => AccessServer.Account(name) };
            foreach (var folder in folders)
            {
                // Each is done, or refused; what it needs is made by the administrator before.
                await server.StoreAsync($"{folder}/doomed", "doomed");
                await server.StoreAsync($"{folder}/written", "written");
                var stops = folder == "/shared/team/open/hidden";
                (string Action, string On, CurlRequest Request)[] deeds =
                [
                    ("list", folder, new("GET", $"/api/v1/files{folder}?list", who)),
                    ("read", $"{folder}/written", new("GET", $"/api/v1/files{folder}/written", who)),
                    ("create", folder, new("PUT", $"/api/v1/files{folder}/new-{compared}", who, "new")),
                    ("write", $"{folder}/written", new("PUT", $"/api/v1/files{folder}/written", who, "written anew")),
                    ("delete", $"{folder}/doomed", new("DELETE", $"/api/v1/files{folder}/doomed", who)),
                    ("share", $"{folder}/written", new("POST", "/api/v1/grants", who, $$"""{"path":"{{folder}}/written","principal":"cid","rights":"list"}""")),
                    ("manage", folder, new("PUT", "/api/v1/grants/inheritance", who, $$"""{"path":"{{folder}}","inherits":{{(stops ? "false" : "true")}}}""")),
                ];
                var explained = await server.Curl.ManyAsync([.. deeds.Select(deed => new CurlRequest(
                    "GET", $"/api/v1/access/explain?account={name}&action={deed.Action}&path={deed.On}", AccessServer.Admin))]);
                var done = await server.Curl.ManyAsync([.. deeds.Select(deed => deed.Request)]);
                // What was shared in passing must not change the next answers.
                await server.AskAsync(new CurlRequest("DELETE", $"/api/v1/grants?path={folder}/written&principal=cid", AccessServer.Admin));
                for (var i = 0; i < deeds.Length; i++)
                {
                    // A space itself inherits from nothing: there the request is wrong for whoever may make it.
                    var isDone = done[i].Status is >= 200 and < 300 || (deeds[i].Action == "manage" && done[i].Status == 400);
                    var told = JsonDocument.Parse(explained[i].Text).RootElement;
                    Assert.True(
                        told.GetProperty("allowed").GetBoolean() == isDone,
                        $"{name} {deeds[i].Action} {deeds[i].On}: explain says {told.GetProperty("reason")}, curl got {done[i]}");
                    if (!isDone)
                        Assert.Contains(done[i].Status, name == "anyone" ? [401] : new[] { 403, 404 });
                    compared++;
                }
            }
        }
        Assert.Equal(5 * 5 * 7, compared);
        foreach (var (path, principal) in ((string, string)[])[
            ("/shared/team/open", "ann"), ("/shared/team/open/sub", "ann"), ("/shared/team/open", "inner"), ("/shared/team/open/hidden/shared", "outer"),
            ("/shared/team/open/sub", "everyone"), ("/shared/team/open/hidden", "ben")])
        {
            await server.RunAsync("access", "revoke", path, principal);
        }
    }

    /// <summary>ATTACKS 19, and all the other ways to change something without the right to.</summary>
    [Fact]
    public async Task Change_ByWhomOnlyReadIsGranted_Is403()
    {
        await server.StoreAsync("/shared/team/open/f", "the first content");
        // To the last digit: the file is as old as this test where no other one has run before.
        var before = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'");
        await server.StoreAsync("/shared/team/open/f", "the second content");
        await server.StoreAsync("/shared/team/open/lost", "lost");
        Assert.Equal(204, (await server.AskAsync(new CurlRequest("DELETE", "/api/v1/files/shared/team/open/lost", AccessServer.Admin))).Status);
        await server.GrantAsync("/shared/team/open", "ann", "read");
        var ann = AccessServer.Account("ann");
        CurlRequest[] attempts =
        [
            new("PUT", "/api/v1/files/shared/team/open/f", ann, "overwritten"),
            new("PUT", "/api/v1/files/shared/team/open/f", ann, "overwritten", "If-Match: *"),
            new("PUT", "/api/v1/files/shared/team/open/new", ann, "new"),
            new("PUT", "/api/v1/files/shared/team/open/a/b/c", ann, "new, with missing parents"),
            new("PUT", "/api/v1/files/shared/team/open/folder/", ann),
            new("PATCH", "/api/v1/files/shared/team/open/f?append", ann, "appended"),
            new("DELETE", "/api/v1/files/shared/team/open/f", ann),
            new("DELETE", "/api/v1/files/shared/team/open?recursive=true", ann),
            new("POST", "/api/v1/operations/move", ann, """{"from":"/shared/team/open/f","to":"/shared/team/open/g"}"""),
            new("POST", "/api/v1/operations/move", ann, """{"from":"/shared/team/open/f","to":"/home/ann/f"}"""),
            new("POST", "/api/v1/operations/move", ann, """{"from":"/home/ann","to":"/shared/team/open/home"}"""),
            new("POST", "/api/v1/operations/copy", ann, """{"from":"/shared/team/open/f","to":"/shared/team/open/g"}"""),
            new("POST", "/api/v1/operations/copy", ann, """{"from":"/shared/team/open/sub/f","to":"/shared/team/open/f","overwrite":true}"""),
            new("POST", "/api/v1/operations/copy", ann, $$"""{"from":"/shared/team/open/f","to":"/shared/team/open/f","at":"{{before}}","overwrite":true}"""),
            new("POST", "/api/v1/operations/undelete", ann, """{"path":"/shared/team/open/lost"}"""),
            new("POST", "/api/v1/operations/undelete", ann, """{"path":"/shared/team/open/lost","to":"/shared/team/open/found"}"""),
            new("POST", "/api/v1/operations/undelete", ann, $$"""{"path":"/shared/team/open/f","at":"{{before}}"}"""),
            new("POST", "/api/v1/operations/undelete", ann, $$"""{"path":"/shared/team/open/f","at":"{{before}}","overwrite":true}"""),
            new("POST", "/api/v1/operations/undelete", ann, $$"""{"path":"/shared/team/open","at":"{{before}}","to":"/shared/team/open/copy"}"""),
            new("POST", "/api/v1/grants", ann, """{"path":"/shared/team/open","principal":"ann","rights":"manage"}"""),
            new("POST", "/api/v1/grants", ann, """{"path":"/shared/team/open/f","principal":"cid","rights":"read"}"""),
            new("DELETE", "/api/v1/grants?path=/shared/team/open&principal=ann", ann),
            new("PUT", "/api/v1/grants/inheritance", ann, """{"path":"/shared/team/open/sub","inherits":false}"""),
            new("GET", "/api/v1/grants?path=/shared/team/open", ann),
            new("GET", "/api/v1/access/explain?account=ben&action=read&path=/shared/team/open", ann),
        ];
        var answers = await server.Curl.ManyAsync(attempts);
        for (var i = 0; i < attempts.Length; i++)
            Assert.True(answers[i].Status == 403, $"{attempts[i].Method} {attempts[i].Target} {attempts[i].Body}: {answers[i]}");
        Assert.Equal("the second content", (await ReadAsync("ann", "/shared/team/open/f")).Text);
    }

    /// <summary>ATTACKS 11 over grants: nothing beside what is granted is reached by a path that is written otherwise.</summary>
    [Theory]
    [InlineData("/shared/team/open/../top")]
    [InlineData("/shared/team/open/%2e%2e/top")]
    [InlineData("/shared/team/open/%252e%252e/top")]
    [InlineData("/shared/team/open%2f..%2ftop")]
    [InlineData("/shared/team/open/..%5ctop")]
    [InlineData("/shared/team/open/%00/../../top")]
    [InlineData("/shared/team/open/%c0%ae%c0%ae/top")]
    [InlineData("/shared/team/open-sibling/f")]
    [InlineData("/shared/team/op/f")]
    [InlineData("/shared/team/open/./hidden/f")]
    [InlineData("/shared/team//top")]
    public async Task Path_OutOfWhatIsGranted_ReachesNothing(string path)
    {
        await server.StoreAsync("/shared/team/open-sibling/f", "the content of a sibling");
        await server.GrantAsync("/shared/team/open", "ann", "read");
        var answer = await server.Curl.AnonymousAsync($"/api/v1/files{path}", "--http1.1", "--path-as-is", "-u", $"ann:{AccessServer.Account("ann").Password}");
        Assert.Contains(answer.Status, new[] { 400, 404 });
        Assert.DoesNotContain("content of", answer.Text, StringComparison.Ordinal);
    }

    private Task<CurlAnswer> ReadAsync(string account, string path) => server.AskAsync(new CurlRequest("GET", $"/api/v1/files{path}", AccessServer.Account(account)));
}
