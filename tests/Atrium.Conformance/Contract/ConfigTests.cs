using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Atrium.Conformance.Contract;

/// <summary>The configuration as a file, from outside: on a running server, and on the folder that it has left.</summary>
public sealed class ConfigTests : IDisposable
{
    private readonly Scratch scratch = new();

    [Fact]
    public async Task Apply_OnAServerAndOnItsFolder_IsPlannedShownAndDone()
    {
        var (data, file, kept) = (scratch.Path("data"), scratch.Path("server.json"), scratch.Path("kept.json"));
        await using (var process = await AtriumProcess.StartAsync(data))
        {
            // 1. What is exported is what is there.
            (await RunAsync("config", "export", file, "--data", data)).OrThrow();
            var same = await RunAsync("config", "plan", file, "--prune", "--data", data);
            Assert.Equal((0, "Everything is as the file says.\n"), (same.ExitCode, same.Output));

            // 2. What shall be is planned, and done.
            await File.WriteAllTextAsync(file, """
                { // the team
                  "atrium": 1,
                  "accounts": { "alice": { "addresses": ["alice@example.org"] } },
                  "groups": { "staff": { "members": ["alice", "admin"] } },
                  "access": { "/shared/plans/drafts/": { "grants": { "staff": "read" } } },
                  "spaces": { "/shared/plans": { "owner": "admin", "quota": "1GB" } },
                }
                """);
            var plan = await RunAsync("config", "plan", file, "--data", data);
            Assert.Equal(3, plan.ExitCode);
            Assert.Contains("+ accounts alice\n    addresses  + \"alice@example.org\"\n", plan.Output);
            Assert.Contains("+ access /shared/plans/drafts/\n    grants.staff  + \"read\"\n    folder        + \"made\"\n", plan.Output);
            Assert.Contains("4 to add, 0 to change, 0 to remove. Nothing was changed", plan.Output);
            var applied = await RunAsync("config", "apply", file, "--data", data);
            Assert.Equal(0, applied.ExitCode);
            Assert.EndsWith("Applied: 4 added, 0 changed, 0 removed.\nNobody can sign in to alice yet: set a password with: atrium account password alice\n", applied.Output);
            Assert.Contains("alice", (await RunAsync("group", "show", "staff", "--data", data)).Output);

            // 3. What takes something away asks, and a script must say so.
            await File.WriteAllTextAsync(file, """{"atrium": 1, "owns": ["groups"], "groups": {} }""");
            var refused = await RunAsync("config", "apply", file, "--data", data);
            Assert.Equal(1, refused.ExitCode);
            Assert.Contains("1 of 1 changes take something away. Nobody can be asked here: add --yes", refused.Error);
            var json = await RunAsync("config", "apply", file, "--yes", "--json", "--data", data);
            Assert.Equal(0, json.ExitCode);
            Assert.Equal("removed", (string?)JsonNode.Parse(json.Output)!["changes"]![0]!["kind"]);

            // 4. All mistakes at once, each with its line.
            await File.WriteAllTextAsync(file, "{ \"atrium\": 1,\n\"groups\": { \"-\": {} },\n\"spaces\": { \"/shared/plans\": { \"quota\": \"1G\" } } }");
            var wrong = await RunAsync("config", "apply", file, "--yes", "--data", data);
            Assert.Equal(1, wrong.ExitCode);
            Assert.Contains($"\n{file}:2: .groups[\"-\"]: ", wrong.Error);
            Assert.Contains($"\n{file}:3: .spaces[\"/shared/plans\"].quota: ", wrong.Error);
            (await RunAsync("config", "export", kept, "--data", data)).OrThrow();
            await process.StopAsync();
        }

        // 5. The folder alone says the same.
        var own = await RunAsync("config", "export", "--data", data);
        Assert.Equal(await File.ReadAllTextAsync(kept), own.Output);
        await File.WriteAllTextAsync(file, """{"atrium": 1, "settings": { "http.idle-time": "2m" }, "groups": { "late": {} } }""");
        Assert.Equal(3, (await RunAsync("config", "plan", file, "--data", data)).ExitCode);
        Assert.Equal(0, (await RunAsync("config", "apply", file, "--data", data)).ExitCode);
        Assert.Contains("\"http.idle-time\": \"2m\"", (await RunAsync("config", "export", "--data", data)).Output);
    }

    [Fact]
    public async Task Apply_OverHttp_IsBoundToThePlan()
    {
        await using var process = await AtriumProcess.StartAsync(new ServerStart(scratch.Path("data")) { MoreArguments = ["--name", "server.example"] });
        using var http = process.NewHttp();
        http.DefaultRequestHeaders.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"admin:{AtriumProgram.Password}")));
        const string Text = """{"atrium": 1, "groups": { "one": {} } }""";
        using var planned = await http.PostAsync("/api/v1/config/plan", new StringContent(Text), TestRun.Cancelled);
        var state = (string)JsonNode.Parse(await planned.Content.ReadAsStringAsync(TestRun.Cancelled))!["state"]!;
        Assert.Equal($"\"{state}\"", planned.Headers.ETag!.Tag);
        using (var between = await http.PostAsync("/api/v1/groups", new StringContent("""{"name":"two"}"""), TestRun.Cancelled))
            Assert.Equal(HttpStatusCode.Created, between.StatusCode);
        Assert.Equal(HttpStatusCode.PreconditionFailed, await ApplyAsync(state));
        using var export = await http.GetAsync("/api/v1/config", TestRun.Cancelled);
        Assert.Equal(HttpStatusCode.OK, await ApplyAsync(export.Headers.ETag!.Tag.Trim('"')));

        using var large = await http.PostAsync("/api/v1/config/plan", new ByteArrayContent(new byte[32 * 1024 * 1024 + 1]), TestRun.Cancelled);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, large.StatusCode);

        using var own = await http.PostAsync("/api/v1/config/plan", new StringContent("{\"atrium\": 1, \"sites\": {\n\"x.example\": { \"aliases\": [\"server.example\"] } } }"), TestRun.Cancelled);
        var error = JsonNode.Parse(await own.Content.ReadAsStringAsync(TestRun.Cancelled))!["errors"]![0]!;
        Assert.Equal((2, ".sites[\"x.example\"]"), ((int)error["line"]!, (string)error["path"]!));

        async Task<HttpStatusCode> ApplyAsync(string state)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/config/apply") { Content = new StringContent(Text) };
            request.Headers.IfMatch.Add(new($"\"{state}\""));
            using var answer = await http.SendAsync(request, TestRun.Cancelled);
            return answer.StatusCode;
        }
    }

    public void Dispose() => scratch.Dispose();

    private static Task<ShellResult> RunAsync(params string[] arguments) => AtriumProgram.RunAsync(arguments);
}
