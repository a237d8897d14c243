using System.Net;
using System.Text.RegularExpressions;

namespace Atrium.Conformance.Accounts;

/// <summary>Sessions of browsers, spoken with curl and its cookie jar.</summary>
public sealed partial class SessionTests(AccountServer fixture) : IClassFixture<AccountServer>
{
    private const string Session = "/api/v1/session", Me = "/api/v1/accounts/me", Cookie = "__Host-atrium-session";

    [Fact]
    public async Task Session_FromSignInToSignOut_IsOneCookie()
    {
        await fixture.AddAsync("visitor");
        var jar = Jar();
        var begun = await SignInAsync(jar, "visitor");
        Assert.Equal(HttpStatusCode.Created, begun.Status);
        var cookie = Assert.Single(SetCookie().Matches(begun.Headers)).Groups[1].Value;
        foreach (var attribute in new[] { "Path=/", "Secure", "HttpOnly", "SameSite=Lax" })
            Assert.Contains($"; {attribute}", cookie, StringComparison.Ordinal);
        Assert.DoesNotContain("Domain", cookie, StringComparison.OrdinalIgnoreCase);

        Assert.Equal("visitor", (string?)(await fixture.AskAsync(jar, Me)).Json["name"]);
        var own = await fixture.AskAsync(jar, Session);
        Assert.Equal((string?)begun.Json["id"], (string?)own.Json["id"]);
        var listed = await fixture.AccountAsync("session", "list", "visitor");
        Assert.Equal((string?)own.Json["id"], (string?)Assert.Single(listed)!["id"]);
        Assert.StartsWith("curl/", (string?)listed[0]!["agent"], StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.NoContent, (await fixture.AskAsync([.. jar, .. Token(own)], Session, "-X", "DELETE")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await fixture.AskAsync(["-H", $"Cookie: {cookie.Split(';')[0]}"], Me)).Status);
        Assert.Empty(await fixture.AccountAsync("session", "list", "visitor"));
    }

    [Fact]
    public async Task Attack50_AForgedRequest_ChangesNothing()
    {
        await fixture.AddAsync("victim");
        var jar = Jar();
        var token = Token(await SignInAsync(jar, "victim"));
        const string File = "/api/v1/files/home/victim/f";
        string[][] forged =
        [
            [], // as a form of another site sends it, in a browser that says nothing
            ["-H", "X-Atrium-Csrf: "],
            ["-H", $"X-Atrium-Csrf: {new string('A', 43)}"],
            [.. token, "-H", "Origin: https://evil.example"],
            [.. token, "-H", "Origin: null"],
            [.. token, "-H", "Sec-Fetch-Site: cross-site"],
            [.. token, "-H", "Sec-Fetch-Site: same-site"], // a site below the same domain
        ];
        foreach (var request in forged)
        {
            foreach (var (method, target) in new[] { ("PUT", File), ("POST", Me + "/tokens"), ("DELETE", Session), ("PUT", Me + "/password") })
                Assert.Equal(HttpStatusCode.Forbidden, (await fixture.AskAsync([.. jar, .. request], target, "-X", method, "--json", """{"label":"x"}""")).Status);
        }
        Assert.Equal(HttpStatusCode.NotFound, (await fixture.AskAsync(jar, File)).Status);
        Assert.Equal(HttpStatusCode.Created, (await fixture.AskAsync([.. jar, .. token], File, "-X", "PUT", "-d", "content")).Status);
        Assert.Equal(HttpStatusCode.Created, (await fixture.AskAsync([.. jar, .. token, "-H", "Sec-Fetch-Site: same-origin"], File + "2", "-X", "PUT", "-d", "content")).Status);
        // The token of another session is none.
        var other = Jar();
        var foreign = Token(await SignInAsync(other, "victim"));
        Assert.Equal(HttpStatusCode.Forbidden, (await fixture.AskAsync([.. jar, .. foreign], File, "-X", "PUT", "-d", "content")).Status);
        // What signs in with its field has no cookie that a browser would send by itself.
        Assert.Equal(HttpStatusCode.NoContent, (await fixture.AskAsync([.. jar, .. AccountServer.Basic("victim", AccountServer.Password)], File, "-X", "PUT", "-d", "content")).Status);
    }

    [Fact]
    public async Task Attack50_AFixedSession_IsNotTheOneThatIsSignedIn()
    {
        await fixture.AddAsync("fixed");
        var planted = $"{Cookie}=atr_{new string('A', 43)}";
        var begun = await fixture.AskAsync(["-H", $"Cookie: {planted}"], Session, "--json", $$"""{"account":"fixed","password":"{{AccountServer.Password}}"}""");
        Assert.Equal(HttpStatusCode.Created, begun.Status);
        Assert.DoesNotContain("AAAAAAAAAA", begun.Headers, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, (await fixture.AskAsync(["-H", $"Cookie: {planted}"], Me)).Status);

        // Nor does an attacker's own session become the victim's: signing in over it makes another, and ends it.
        var jar = Jar();
        var first = await SignInAsync(jar, "fixed");
        var old = SetCookie().Match(first.Headers).Groups[1].Value.Split(';')[0];
        var second = await fixture.AskAsync([.. jar, .. Token(first)], Session, "--json", $$"""{"account":"fixed","password":"{{AccountServer.Password}}"}""");
        Assert.Equal(HttpStatusCode.Created, second.Status);
        Assert.NotEqual(old, SetCookie().Match(second.Headers).Groups[1].Value.Split(';')[0]);
        Assert.NotEqual((string?)first.Json["csrf"], (string?)second.Json["csrf"]);
        Assert.Equal(HttpStatusCode.Unauthorized, (await fixture.AskAsync(["-H", $"Cookie: {old}"], Me)).Status);
        Assert.Equal(HttpStatusCode.OK, (await fixture.AskAsync(jar, Me)).Status);
        // Two cookies of the name are none: one of them may be planted.
        var good = SetCookie().Match(second.Headers).Groups[1].Value.Split(';')[0];
        Assert.Equal(HttpStatusCode.Unauthorized, (await fixture.AskAsync(["-H", $"Cookie: {good}; {planted}"], Me)).Status);
    }

    [Fact]
    public async Task Attack48_InASessionOfAWhileAgo_ThePasswordIsAskedForAgain()
    {
        // The setting is one of the whole server.
        await using var server = await AtriumProcess.StartAsync(fixture.Scratch.Path("confirm"));
        (await AtriumProgram.RunAsync(["setting", "set", "session.confirm-after", "0", "--data", server.Data])).OrThrow();
        var jar = fixture.Scratch.Path("jar-confirm");
        var begun = await CurlAsync(server, jar, Session, "--json", $$"""{"account":"admin","password":"{{AtriumProgram.Password}}"}""");
        var token = $"X-Atrium-Csrf: {System.Text.Json.Nodes.JsonNode.Parse(begun)!["csrf"]}";
        var refused = System.Text.Json.Nodes.JsonNode.Parse(await CurlAsync(server, jar, Me + "/app-passwords", "-H", token, "--json", """{"label":"phone"}"""))!;
        Assert.Equal((403, "urn:atrium:problem:confirmation-required"), ((int)refused["status"]!, (string?)refused["type"]));

        (await AtriumProgram.RunAsync(["setting", "set", "session.confirm-after", "3600", "--data", server.Data])).OrThrow();
        Assert.Contains("wrong", await CurlAsync(server, jar, Session + "/confirm", "-H", token, "--json", """{"password":"another lantern orchard"}"""), StringComparison.Ordinal);
        Assert.Empty(await CurlAsync(server, jar, Session + "/confirm", "-H", token, "--json", $$"""{"password":"{{AtriumProgram.Password}}"}"""));
        Assert.Contains("\"password\"", await CurlAsync(server, jar, Me + "/app-passwords", "-H", token, "--json", """{"label":"phone"}"""), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ended")]
    [InlineData("disabled")]
    [InlineData("changed")]
    public async Task Attack47_SessionThatEnds_EndsADownload(string end)
    {
        var name = $"session-{end}";
        await fixture.AddAsync(name);
        var jar = Jar();
        var token = Token(await SignInAsync(jar, name));
        var large = fixture.Scratch.Path($"large-{name}");
        await File.WriteAllBytesAsync(large, new byte[64 * 1024 * 1024], TestRun.Cancelled);
        var target = $"/api/v1/files/home/{name}/f";
        Assert.Equal(HttpStatusCode.Created, (await fixture.AskAsync([.. jar, .. token], target, "-T", large)).Status);
        var got = fixture.Scratch.Path($"got-{name}");
        // At this rate it takes longer than a test may.
        var download = fixture.CurlAsync(jar, target, "-o", got, "--http1.1", "--limit-rate", "500k");
        await Until.TrueAsync(() => Task.FromResult(File.Exists(got) && new FileInfo(got).Length > 0), () => "The download did not begin.");
        _ = end switch
        {
            "ended" => await fixture.AccountAsync("session", "end", name, "--all"),
            "disabled" => await fixture.AccountAsync("disable", name),
            _ => [(await fixture.RunAsync("velvet harbour compass\n", "password", name, "--password-stdin")).OrThrow().ExitCode],
        };
        Assert.NotEqual(0, (await download).ExitCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await fixture.AskAsync(jar, target)).Status);
    }

    [Fact]
    public async Task SignInPage_WithoutAScript_LeadsInAndOut()
    {
        await fixture.AddAsync("person");
        string[] jar = [.. Jar(), "-H", "Accept: text/html"];
        var asked = await fixture.AskAsync(jar, "/api/v1/files/home/person/");
        Assert.Equal(HttpStatusCode.Unauthorized, asked.Status);
        var link = WebUtility.HtmlDecode(Regex.Match(asked.Body, "href=\"(/sign-in[^\"]*)\"").Groups[1].Value);
        var form = await fixture.AskAsync(jar, link);
        Assert.Contains("form-action 'self'", form.Headers, StringComparison.Ordinal);
        var next = WebUtility.HtmlDecode(Regex.Match(form.Body, "name=\"next\" value=\"([^\"]*)\"").Groups[1].Value);
        Assert.Equal("/api/v1/files/home/person/", next);

        string[] Fields(string password) => ["--data-urlencode", "account=person", "--data-urlencode", $"password={password}", "--data-urlencode", $"next={next}", "-H", "Sec-Fetch-Site: same-origin"];
        var wrong = await fixture.AskAsync(jar, "/sign-in", Fields("another lantern orchard"));
        Assert.Equal(HttpStatusCode.Unauthorized, wrong.Status);
        Assert.Contains("The name or the password is wrong.", wrong.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("www-authenticate: Basic", wrong.Headers, StringComparison.OrdinalIgnoreCase);
        var right = await fixture.AskAsync(jar, "/sign-in", Fields(AccountServer.Password));
        Assert.Equal(HttpStatusCode.SeeOther, right.Status);
        Assert.Contains("location: /api/v1/files/home/person/", right.Headers, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(HttpStatusCode.OK, (await fixture.AskAsync(jar, next)).Status);

        Assert.Equal(HttpStatusCode.Forbidden, (await fixture.AskAsync(jar, "/sign-out", "-d", "csrf=guess")).Status);
        var button = await fixture.AskAsync(jar, "/sign-out");
        var token = Regex.Match(button.Body, "name=\"csrf\" value=\"([^\"]*)\"").Groups[1].Value;
        Assert.Equal(HttpStatusCode.SeeOther, (await fixture.AskAsync(jar, "/sign-out", "-d", $"csrf={token}")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await fixture.AskAsync(jar, next)).Status);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    [InlineData("\\\\evil.example/")]
    [InlineData("/\t/evil.example/")]
    [InlineData("javascript:alert(1)")]
    [InlineData("api/v1/files/")]
    public async Task SignInPage_WithAForeignTarget_GoesToTheFiles(string next)
    {
        var reply = await fixture.AskAsync(
            [], "/sign-in", "--data-urlencode", "account=admin", "--data-urlencode", $"password={AtriumProgram.Password}", "--data-urlencode", $"next={next}");
        Assert.True(reply.Status is HttpStatusCode.SeeOther or HttpStatusCode.BadRequest, reply.Body);
        Assert.DoesNotContain("evil", reply.Headers, StringComparison.Ordinal);
        if (reply.Status == HttpStatusCode.SeeOther)
            Assert.Contains("location: /api/v1/files/", reply.Headers, StringComparison.OrdinalIgnoreCase);
    }

    [GeneratedRegex("(?im)^set-cookie: (__Host-atrium-session=[^\r\n]*)")]
    private static partial Regex SetCookie();

    private string[] Jar()
    {
        var file = fixture.Scratch.Path($"jar-{Guid.NewGuid():N}");
        return ["-b", file, "-c", file];
    }

    private static string[] Token(CurlReply session) => ["-H", $"X-Atrium-Csrf: {session.Json["csrf"]}"];

    private Task<CurlReply> SignInAsync(string[] jar, string name)
        => fixture.AskAsync(jar, Session, "--json", $$"""{"account":"{{name}}","password":"{{AccountServer.Password}}"}""");

    private static async Task<string> CurlAsync(AtriumProcess server, string jar, string target, params string[] options)
        => (await Shell.RunAsync("curl", ["-sS", "--cacert", server.CaPath, "-b", jar, "-c", jar, .. options, $"https://127.0.0.1:{server.HttpsPort}{target}"], input: null)).OrThrow().Output;
}
