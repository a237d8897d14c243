using System.Net;
using System.Text.Json.Nodes;

namespace Atrium.Conformance.Accounts;

/// <summary><c>atrium account</c> and <c>/api/v1/accounts</c>, from outside.</summary>
public sealed class AccountTests(AccountServer fixture) : IClassFixture<AccountServer>
{
    private static readonly string[] Admin = AccountServer.Basic("admin", AtriumProgram.Password);

    [Fact]
    public async Task Account_ThroughItsLife_IsWhatTheApiSaysToo()
    {
        await fixture.AddAsync("life", "--email", "Life@example.org", "--email", "l@example.org");
        var shown = (await fixture.AccountAsync("show", "life"))[0]!;
        Assert.Equal(shown.ToJsonString(), (await fixture.AskAsync(Admin, "/api/v1/accounts/life")).Json.ToJsonString());
        Assert.Equal(["l@example.org", "Life@example.org"], shown["addresses"]!.AsArray().Select(address => (string?)address));

        Assert.True((bool)(await fixture.AccountAsync("admin", "life", "on"))[0]!["administrator"]!);
        Assert.True((bool)(await fixture.AccountAsync("disable", "life"))[0]!["disabled"]!);
        var enabled = await fixture.AskAsync(Admin, "/api/v1/accounts/life", "-X", "PATCH", "--json", """{"disabled":false,"administrator":false}""");
        Assert.Equal((false, false), ((bool)enabled.Json["disabled"]!, (bool)enabled.Json["administrator"]!));

        Assert.Single((await fixture.AccountAsync("email", "remove", "life", "LIFE@example.org"))[0]!["addresses"]!.AsArray());
        var added = await fixture.AskAsync(Admin, "/api/v1/accounts/life/addresses", "--json", """{"address":"o'hara@example.org"}""");
        Assert.Equal(HttpStatusCode.Created, added.Status);
        Assert.Contains("location: /api/v1/accounts/life/addresses/o%27hara%40example.org", added.Headers, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(HttpStatusCode.NoContent, (await fixture.AskAsync(Admin, "/api/v1/accounts/life/addresses/o%27hara%40example.org", "-X", "DELETE")).Status);

        await fixture.AccountAsync("remove", "life", "--yes");
        Assert.Equal(HttpStatusCode.NotFound, (await fixture.AskAsync(Admin, "/api/v1/accounts/life")).Status);
    }

    [Fact]
    public async Task Remove_WithoutAPersonOrYes_SaysWhatItWouldDoAndDoesNothing()
    {
        await fixture.AddAsync("asked");
        var refused = await fixture.RunAsync(null, "remove", "asked", "--delete-home");
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("/home/asked is deleted with everything in it", refused.Error, StringComparison.Ordinal);
        Assert.Contains("--yes", refused.Error, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await fixture.AskAsync(Admin, "/api/v1/accounts/asked")).Status);
        Assert.Equal(2, (await fixture.RunAsync(null, "remove", "asked", "--delete-home", "--home-to", "admin", "--yes")).ExitCode);
    }

    [Fact]
    public async Task Remove_OverHttp_NeedsAWordAboutAHomeThatIsUsed()
    {
        await fixture.AddAsync("used");
        await fixture.AskAsync(Admin, "/api/v1/files/home/used/f", "-X", "PUT", "-d", "content");
        Assert.Equal(HttpStatusCode.Conflict, (await fixture.AskAsync(Admin, "/api/v1/accounts/used", "-X", "DELETE")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await fixture.AskAsync(Admin, "/api/v1/accounts/used?home=keep", "-X", "DELETE")).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await fixture.AskAsync(Admin, "/api/v1/accounts/used?homeTo=admin", "-X", "DELETE")).Status);
        Assert.Equal("content", (await fixture.AskAsync(Admin, "/api/v1/files/home/used/f")).Body);
    }

    [Fact]
    public async Task Password_OfOneself_IsChangedWithThePresentOne()
    {
        await fixture.AddAsync("self");
        var signIn = AccountServer.Basic("self", AccountServer.Password);
        const string Target = "/api/v1/accounts/me/password";
        Assert.Equal(HttpStatusCode.BadRequest, (await fixture.AskAsync(signIn, Target, "-X", "PUT", "--json", """{"password":"velvet harbour compass"}""")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await fixture.AskAsync(signIn, Target, "-X", "PUT", "--json", """{"password":"velvet harbour compass","present":"not it at all"}""")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await fixture.AskAsync(signIn, Target, "-X", "PUT", "--json", $$"""{"password":"password1234","present":"{{AccountServer.Password}}"}""")).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await fixture.AskAsync(signIn, Target, "-X", "PUT", "--json", $$"""{"password":"velvet harbour compass","present":"{{AccountServer.Password}}"}""")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await fixture.AskAsync(signIn, "/api/v1/accounts/me")).Status);
        Assert.Equal(HttpStatusCode.OK, (await fixture.AskAsync(AccountServer.Basic("self", "velvet harbour compass"), "/api/v1/accounts/me")).Status);
    }

    [Fact]
    public async Task AppPasswordsAndTokens_ListedAndRevoked_ShowTheirLastUse()
    {
        await fixture.AddAsync("lister");
        var app = await fixture.AppPasswordAsync("lister", "phone", "--protocols", "http,imap");
        var token = await fixture.TokenAsync("lister", "script", "--scope", "write", "--expires", "1y");
        await fixture.AskAsync(AccountServer.Basic("lister", app), "/api/v1/accounts/me");
        await fixture.AskAsync(AccountServer.Bearer(token), "/api/v1/accounts/me");
        foreach (var (kind, api) in new[] { ("app-password", "app-passwords"), ("token", "tokens") })
        {
            var listed = await fixture.AccountAsync(kind, "list", "lister");
            Assert.Equal(listed.ToJsonString(), (await fixture.AskAsync(Admin, $"/api/v1/accounts/lister/{api}")).Json["items"]!.ToJsonString());
            var use = Assert.Single(listed)!["lastUse"]!;
            Assert.Equal(("127.0.0.1", "http"), ((string?)use["from"], (string?)use["protocol"]));
            Assert.Empty(await fixture.AccountAsync(kind, "revoke", "lister", (string)listed[0]!["label"]!));
        }
        Assert.Equal(HttpStatusCode.Unauthorized, (await fixture.AskAsync(AccountServer.Basic("lister", app), "/api/v1/accounts/me")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await fixture.AskAsync(Admin, "/api/v1/accounts/lister/tokens/script", "-X", "DELETE")).Status);
    }

    [Theory]
    [InlineData("app-password")]
    [InlineData("app-password alice")]
    [InlineData("app-password add alice")]
    [InlineData("token add alice")]
    [InlineData("token add alice --name x --scope all")]
    [InlineData("token add alice --name x --expires soon")]
    [InlineData("admin alice maybe")]
    public async Task Account_WrongUsage_IsTwo(string line) => Assert.Equal(2, (await fixture.RunAsync(null, line.Split(' '))).ExitCode);

    [Fact]
    public async Task LastUse_AfterAStop_IsKept()
    {
        using var scratch = new Scratch();
        string[] where = ["--data", scratch.Path("data"), "--json"];
        await using (var server = await AtriumProcess.StartAsync(scratch.Path("data")))
        {
            var made = (await AtriumProgram.RunAsync(["account", "app-password", "admin", "--name", "phone", .. where])).OrThrow();
            var password = (string)JsonNode.Parse(made.Output)![0]!["password"]!;
            (await Shell.RunAsync(
                "curl", "-sSf", "--cacert", server.CaPath, "-u", $"admin:{password}", $"https://127.0.0.1:{server.HttpsPort}/api/v1/accounts/me")).OrThrow();
            Assert.Equal(0, await server.StopAsync());
        }
        await using var again = await AtriumProcess.StartAsync(scratch.Path("data"));
        var listed = (await AtriumProgram.RunAsync(["account", "app-password", "list", "admin", .. where])).OrThrow();
        Assert.Equal("http", (string?)JsonNode.Parse(listed.Output)![0]!["lastUse"]!["protocol"]);
    }
}
