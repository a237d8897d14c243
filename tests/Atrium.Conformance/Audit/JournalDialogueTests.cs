using System.Net;
using System.Text.Json.Nodes;
using Atrium.Conformance.Accounts;

namespace Atrium.Conformance.Audit;

/// <summary>Things are done with curl and the command line, and the journal tells of them by both ways.</summary>
public sealed class JournalDialogueTests(AccountServer fixture) : IClassFixture<AccountServer>
{
    private static readonly string[] Admin = AccountServer.Basic("admin", AtriumProgram.Password);

    [Fact]
    public async Task Journal_OfADay_TellsTheWholeStoryByBothWays()
    {
        await fixture.AddAsync("story");
        await fixture.AddAsync("stranger");
        var story = AccountServer.Basic("story", AccountServer.Password);
        await fixture.AskAsync(AccountServer.Basic("story", "a wrong one of it"), "/api/v1/files/home/story/f");
        await fixture.AskAsync(story, "/api/v1/files/home/story/f", "-X", "PUT", "-d", "content");
        await fixture.AskAsync(story, "/api/v1/files/home/story/f");
        Assert.Equal(HttpStatusCode.NotFound, (await fixture.AskAsync(AccountServer.Basic("stranger", AccountServer.Password), "/api/v1/files/home/story/f")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await fixture.AskAsync(story, "/api/v1/accounts", "--json", "{\"name\":\"x\",\"password\":\"velvet harbour compass\"}")).Status);
        await fixture.AskAsync(story, "/api/v1/files/home/story/f", "-X", "DELETE");

        var told = await LogAsync("--limit", "1000");
        Assert.Contains(told, entry => Is(entry, "sign-in", "story", "sign-in") && (string?)entry!["outcome"] == "sign-in-required" && (string?)entry!["peer"] == "127.0.0.1");
        Assert.Single(told, entry => Is(entry, "sign-in", "story", "sign-in") && (string?)entry!["outcome"] == "done");
        Assert.Contains(told, entry => Is(entry, "change", "story", "created") && (string?)entry!["subject"] == "/home/story/f" && (string?)entry!["protocol"] == "https");
        Assert.Contains(told, entry => Is(entry, "read", "story", "files.open-file-or-folder") && (string?)entry!["subject"] == "/home/story/f");
        Assert.Contains(told, entry => Is(entry, "refusal", "stranger", "files.open-file-or-folder") && (string?)entry!["rule"] == "nothing is granted");
        Assert.Contains(told, entry => Is(entry, "refusal", "story", "accounts.add") && (string?)entry!["rule"] == "administrators only");
        Assert.Contains(told, entry => Is(entry, "change", "story", "deleted"));
        Assert.Contains(told, entry => Is(entry, "administration", "operator", "account-added") && (string?)entry!["subject"] == "story" && (string?)entry!["protocol"] == "local");
        Assert.DoesNotContain(AccountServer.Password, told.ToJsonString(), StringComparison.Ordinal);

        var asked = (await fixture.AskAsync(Admin, "/api/v1/audit?account=story&kind=change&limit=10")).Json;
        Assert.Equal(
            told.Where(entry => (string?)entry!["account"] == "story" && (string?)entry!["kind"] == "change").Select(entry => entry!.ToJsonString()),
            asked["entries"]!.AsArray().Select(entry => entry!.ToJsonString()));
        Assert.Equal(HttpStatusCode.Forbidden, (await fixture.AskAsync(story, "/api/v1/audit")).Status);
        var own = (await fixture.AskAsync(story, "/api/v1/audit?kind=sign-in&account=story")).Json["entries"]!.AsArray();
        Assert.Equal(2, own.Count);
    }

    [Fact]
    public async Task Journal_OfASetting_ShowsBeforeAndAfter()
    {
        (await AtriumAsync("setting", "set", "journal.read-retention", "10d")).OrThrow();
        (await AtriumAsync("setting", "set", "journal.read-retention", "20d")).OrThrow();
        var last = (await LogAsync("--path", "journal.read-retention"))[^1]!;
        Assert.Equal(("864000", "1728000"), ((string?)last["before"], (string?)last["after"]));
        Assert.Contains("864000 -> 1728000", (await AtriumAsync("log", "--path", "journal.read-retention")).OrThrow().Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Journal_AfterACursor_WaitsForWhatComes()
    {
        var next = (string)(await fixture.AskAsync(Admin, "/api/v1/audit")).Json["next"]!;
        var waiting = fixture.AskAsync(Admin, $"/api/v1/audit?after={next}&path=/home/admin/awaited&wait=60");
        await fixture.AskAsync(Admin, "/api/v1/files/home/admin/awaited", "-X", "PUT", "-d", "content");
        var came = (await waiting).Json["entries"]!.AsArray();
        Assert.Equal("created", (string?)came[0]!["action"]);
    }

    [Fact]
    public async Task Log_AsCsv_IsALineForEachEntryAndRunsNoFormula()
    {
        await fixture.AskAsync(Admin, "/api/v1/files/home/admin/a,b", "-X", "PUT", "-d", "content");
        var lines = (await AtriumAsync("log", "--path", "/home/admin/a,b", "--csv")).OrThrow().Output.Split("\r\n");
        Assert.Equal("number,at,kind,account,peer,protocol,action,subject,from,outcome,detail,rule,before,after,count", lines[0]);
        Assert.Contains(",\"/home/admin/a,b\",", lines[1], StringComparison.Ordinal);
        Assert.Equal(2, (await AtriumAsync("log", "--csv", "--json")).ExitCode);
    }

    [Fact]
    public async Task Heads_Always_AreSignedWithTheKeyThatTheyCarry()
    {
        var heads = JsonNode.Parse((await AtriumAsync("log", "heads", "--json")).OrThrow().Output)!;
        using var key = System.Security.Cryptography.ECDsa.Create();
        key.ImportFromPem((string)heads["publicKey"]!);
        Assert.Contains(heads["heads"]!.AsArray(), head => (string?)head!["stream"] == "audit");
        Assert.All(
            heads["heads"]!.AsArray(),
            head => Assert.True(key.VerifyHash(Convert.FromHexString((string)head!["hash"]!), Convert.FromBase64String((string)head["signature"]!))));
    }

    private static bool Is(JsonNode? entry, string kind, string account, string action)
        => ((string?)entry!["kind"], (string?)entry!["account"], (string?)entry!["action"]) == (kind, account, action);

    private async Task<JsonArray> LogAsync(params string[] arguments) => (JsonArray)JsonNode.Parse((await AtriumAsync(["log", .. arguments, "--json"])).OrThrow().Output)!;

    private async Task<ShellResult> AtriumAsync(params string[] arguments)
        => await Shell.RunAsync("dotnet", [await AtriumProgram.DllAsync(), .. arguments, "--data", fixture.Server.Data], null);
}
