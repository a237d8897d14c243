namespace Atrium.Conformance.Http;

/// <summary>Pages for people: the same words, no script, and nothing changed for programs.</summary>
[Collection(HttpCollection.Name)]
public sealed class PageTests(HttpServer server)
{
    private const string Browser = "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

    [Theory]
    [InlineData("GET /nothing", 404, false)]
    [InlineData("GET /api/v1/files/shared/http/nothing", 404, false)]
    [InlineData("GET /api/v1/files/shared/http/nothing", 401, true)]
    [InlineData("GET /api/v1/status?nonsense", 400, false)]
    [InlineData("DELETE /api/v1/status", 405, false)]
    public async Task Error_OfABrowser_IsAPageWithTheWordsOfTheProblem(string methodAndTarget, int status, bool isAnonymous)
    {
        string Request(params string[] fields) => isAnonymous ? Ask.Nobody(methodAndTarget, fields) : Ask.Admin(methodAndTarget, fields);
        var problem = await server.AskAsync(Request());
        Assert.Equal((status, "application/problem+json"), (problem.Status, problem["Content-Type"]));
        var detail = System.Text.Json.JsonDocument.Parse(problem.Body).RootElement.GetProperty("detail").GetString()!;
        var page = await server.AskAsync(Request(Browser));
        Assert.Equal((status, "text/html; charset=utf-8"), (page.Status, page["Content-Type"]));
        Assert.Contains(System.Net.WebUtility.HtmlEncode(detail), page.Text);
        AssertHarmless(page);
        Assert.Contains("Accept", page["Vary"]);
        Assert.Contains("Accept", problem["Vary"]);
        // A browser shows no dialog in front of the page.
        Assert.Equal(Challenges(problem).Where(challenge => !challenge.StartsWith("Basic", StringComparison.Ordinal)), Challenges(page));
    }

    private static IEnumerable<string> Challenges(WireAnswer answer)
        => answer.Fields.Where(field => field.Name == "WWW-Authenticate").Select(field => field.Value);

    [Fact]
    public async Task Error_OfAnotherServersName_IsAPageWithoutLinks()
    {
        var page = await server.AskAsync($"GET / HTTP/1.1\r\nHost: evil.example\r\n{Browser}\r\n\r\n");
        Assert.Equal((421, "text/html; charset=utf-8"), (page.Status, page["Content-Type"]));
        Assert.DoesNotContain("href", page.Text);
        Assert.DoesNotContain("evil", page.Text);
    }

    [Fact]
    public async Task Folder_WithNamesThatAreHtml_ShowsThemAsText()
    {
        await server.StoreAsync("/shared/http/pages/%3Cscript%3Ealert(1)%3C%3F%22'&.txt", "content");
        await server.StoreAsync("/shared/http/pages/folder/f", "content");
        var page = await server.AskAsync(Ask.Admin("GET /api/v1/files/shared/http/pages/", Browser));
        Assert.Equal((200, "text/html; charset=utf-8"), (page.Status, page["Content-Type"]));
        AssertHarmless(page);
        Assert.Contains("&lt;script&gt;alert(1)&lt;?&quot;&#39;&amp;.txt", page.Text);
        Assert.Contains("href=\"/api/v1/files/shared/http/pages/folder/\"", page.Text);
        // Programs get what they always got.
        var listing = await server.AskAsync(Ask.Admin("GET /api/v1/files/shared/http/pages/", "Accept: */*"));
        Assert.Equal("application/json", listing["Content-Type"]);
        Assert.Contains("Accept", listing["Vary"]);
        Assert.Contains("Accept", page["Vary"]);
        // A link leads on.
        var link = System.Text.RegularExpressions.Regex.Match(page.Text, "href=\"([^\"]*script[^\"]*)\"").Groups[1].Value;
        Assert.Equal("content", (await server.AskAsync(Ask.Admin($"GET {System.Net.WebUtility.HtmlDecode(link)}", Browser))).Text);
    }

    [Fact]
    public async Task Folder_OnMoreThanOnePage_LeadsToTheNext()
    {
        for (var i = 0; i < 3; i++)
            await server.StoreAsync($"/shared/http/paged/f{i}", "content");
        var page = await server.AskAsync(Ask.Admin("GET /api/v1/files/shared/http/paged/?list&limit=2", Browser));
        var next = System.Net.WebUtility.HtmlDecode(System.Text.RegularExpressions.Regex.Match(page.Text, "href=\"([^\"]*after=[^\"]*)\"").Groups[1].Value);
        var last = await server.AskAsync(Ask.Admin($"GET {next}", Browser));
        Assert.Contains(">f2<", last.Text);
        Assert.DoesNotContain(">f1<", last.Text);
    }

    private static void AssertHarmless(WireAnswer page)
    {
        Assert.DoesNotContain("<script", page.Text, StringComparison.OrdinalIgnoreCase);
        Assert.StartsWith("default-src 'none'; style-src 'sha256-", page["Content-Security-Policy"]);
        Assert.Equal("nosniff", page["X-Content-Type-Options"]);
    }
}
