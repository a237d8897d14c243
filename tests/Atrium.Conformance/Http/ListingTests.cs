using System.Text.Json;

namespace Atrium.Conformance.Http;

/// <summary>Listing, versions, past states and the change feed (docs/http.md).</summary>
[Collection(HttpCollection.Name)]
public sealed class ListingTests(HttpServer server)
{
    private static readonly string[] Names = ["B", "a", "b", "c10", "c9", "z z", "é"];

    [Theory]
    [InlineData("", "B a b c10 c9 z_z é")] // the order of their bytes
    [InlineData("sort=name&order=desc", "é z_z c9 c10 b a B")]
    [InlineData("sort=size", "é z_z c9 c10 b a B")]
    [InlineData("sort=size&order=desc", "B a b c10 c9 z_z é")]
    [InlineData("sort=modified", "B a b c10 c9 z_z é")]
    [InlineData("sort=modified&order=desc", "é z_z c9 c10 b a B")]
    public async Task List_InPagesOfAnySize_ShowsAllOnceInOrder(string sort, string expected)
    {
        await PrepareAsync();
        foreach (var limit in new[] { 1, 2, 3, 7, 1000 })
            Assert.Equal(expected, string.Join(' ', (await AllAsync($"limit={limit}&{sort}")).Select(name => name.Replace(' ', '_'))));
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=1001")]
    [InlineData("limit=-1")]
    [InlineData("limit=x")]
    [InlineData("limit=2&limit=3")]
    [InlineData("sort=colour")]
    [InlineData("sort=Name")]
    [InlineData("order=up")]
    [InlineData("after=x")]
    [InlineData("after=%00")]
    [InlineData("after=../../etc")]
    [InlineData("after=AAAA")]
    [InlineData("after=MTo")] // "1:" is one, "1" is none
    [InlineData("after=MQ")]
    [InlineData("after=OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTphYQ")] // a number beyond all
    [InlineData("after=!!!!")]
    [InlineData("versoin=1")]
    [InlineData("at=yesterday")]
    [InlineData("at=2030-01-01T00:00:00")]
    [InlineData("at=2030-01-01T00:00:00Z&seq=1")]
    [InlineData("seq=-1")]
    [InlineData("deleted=maybe")]
    [InlineData("deleted&order=desc")]
    public async Task List_WrongParameter_400OrAnEmptyPage(string query)
    {
        await PrepareAsync();

        var answer = await server.AskAsync(Ask.Admin($"GET /api/v1/files/shared/http/listed?list&{query}"));

        if (query == "after=MTo")
            Assert.Equal(200, answer.Status);
        else
            Assert.True(answer.Status == 400 && answer["Content-Type"] == "application/problem+json", $"{answer}");
    }

    [Fact]
    public async Task List_CursorOfAnotherOrderOrFolder_LosesNothingOfTheServer()
    {
        await PrepareAsync();
        using var page = await JsonAsync("/shared/http/listed?list&sort=size&limit=2");
        var next = page.RootElement.GetProperty("next").GetString();
        foreach (var query in new[] { "sort=name", "sort=modified&order=desc", "deleted", "seq=1", "at=2999-01-01T00:00:00Z" })
            Assert.InRange((await server.AskAsync(Ask.Admin($"GET /api/v1/files/shared/http/listed?list&after={next}&{query}"))).Status, 200, 404);
        Assert.Equal(200, (await server.AskAsync(Ask.Admin($"GET /api/v1/files/shared?list&after={next}"))).Status);
    }

    [Fact]
    public async Task List_OfAFileOrNothing_IsRefused()
    {
        await PrepareAsync();
        Assert.Equal(409, (await server.AskAsync(Ask.Admin("GET /api/v1/files/shared/http/listed/a?list"))).Status);
        Assert.Equal(404, (await server.AskAsync(Ask.Admin("GET /api/v1/files/shared/http/listed/nothing?list"))).Status);
        Assert.Equal(404, (await server.AskAsync(Ask.Guest("GET /api/v1/files/shared/http/listed?list"))).Status);
    }

    [Fact]
    public async Task Past_ByTimeSequenceAndVersion_IsWhatItWas()
    {
        var path = $"/shared/http/past-{Guid.NewGuid():N}/file";
        await server.StoreAsync(path, "first");
        using var before = await JsonAsync($"{path}?versions");
        var first = before.RootElement.GetProperty("versions")[0];
        var (version, at) = (first.GetProperty("version").GetInt64(), first.GetProperty("at").GetString()!);
        await Until.TrueAsync(() => Task.FromResult(TimeProvider.System.GetUtcNow() > DateTimeOffset.Parse(at).AddMilliseconds(5)), () => "The clock stands still.");
        await server.StoreAsync(path, "second");
        await server.AskAsync(Ask.Admin($"DELETE /api/v1/files{path}"));

        Assert.Null(await server.ReadAsync(path));
        Assert.Equal("first", await server.ReadAsync($"{path}?at={Uri.EscapeDataString(at)}"));
        Assert.Equal("first", await server.ReadAsync($"{path}?at={at}")); // a plus sign that nobody encoded
        Assert.Equal("first", await server.ReadAsync($"{path}?seq={version}"));
        Assert.Null(await server.ReadAsync($"{path}?seq={version - 1}"));
        Assert.Contains("\"file\"", (await server.AskAsync(Ask.Admin($"GET /api/v1/files{path[..^5]}?list&seq={version}"))).Text, StringComparison.Ordinal);
        Assert.Contains("\"file\"", (await server.AskAsync(Ask.Admin($"GET /api/v1/files{path[..^5]}?list&deleted"))).Text, StringComparison.Ordinal);
        foreach (var query in new[] { $"at={at[..10]}T00:00:00Z&version=1", $"seq=1&version={version}", "version=x", "version=", "seq=99999999999999999999" })
            Assert.Equal(400, (await server.AskAsync(Ask.Admin($"GET /api/v1/files{path}?{query}"))).Status);
    }

    [Fact]
    public async Task Versions_InPages_AreAllNewestFirst()
    {
        var path = $"/shared/http/versions-{Guid.NewGuid():N}";
        for (var i = 0; i < 5; i++)
            await server.StoreAsync(path, $"content {i}");

        var contents = new List<string?>();
        string? after = null;
        do
        {
            using var page = await JsonAsync($"{path}?versions&limit=2{(after is null ? "" : $"&after={after}")}");
            foreach (var version in page.RootElement.GetProperty("versions").EnumerateArray())
                contents.Add(await server.ReadAsync($"{path}?version={version.GetProperty("version").GetInt64()}"));
            after = page.RootElement.GetProperty("next").GetString();
        }
        while (after is not null);

        Assert.Equal(["content 4", "content 3", "content 2", "content 1", "content 0"], contents);
        Assert.Equal(404, (await server.AskAsync(Ask.Admin($"GET /api/v1/files{path}?version=1"))).Status);
    }

    [Fact]
    public async Task Changes_Waiting_AreToldWhenTheyHappen()
    {
        using var start = await ChangesAsync("");
        var cursor = await LastCursorAsync();
        var waiting = ChangesAsync($"&after={cursor}&wait=60");
        var path = $"/shared/http/change-{Guid.NewGuid():N}";
        await server.StoreAsync(path, "x");

        using var told = await waiting;

        var change = Assert.Single(told.RootElement.GetProperty("changes").EnumerateArray());
        Assert.Equal((path, "created", "https", "admin"), (change.GetProperty("path").GetString(), change.GetProperty("action").GetString(), change.GetProperty("protocol").GetString(), change.GetProperty("account").GetString()));
    }

    [Theory]
    [InlineData("", 400)]
    [InlineData("space=/shared/http&after=x", 400)]
    [InlineData("space=/shared/http&after=other-epoch.5", 410)]
    [InlineData("space=/shared/http&wait=61", 400)]
    [InlineData("space=/shared/http&wait=-1", 400)]
    [InlineData("space=/shared/nowhere", 404)]
    [InlineData("space=/shared/../shared/http", 400)]
    [InlineData("space=/shared/http&limit=0", 400)]
    public async Task Changes_WrongQuestion_IsRefused(string query, int status)
    {
        var answer = await server.AskAsync(Ask.Admin($"GET /api/v1/changes?{query}"));
        Assert.True(answer.Status == status, $"{answer}");
    }

    [Fact]
    public async Task Changes_OfASpaceWithoutRights_404() => Assert.Equal(404, (await server.AskAsync(Ask.Guest("GET /api/v1/changes?space=/shared/http"))).Status);

    private async Task<string> LastCursorAsync()
    {
        var cursor = "";
        while (true)
        {
            using var page = await ChangesAsync($"&limit=1000&after={cursor}");
            cursor = page.RootElement.GetProperty("cursor").GetString()!;
            if (page.RootElement.GetProperty("changes").GetArrayLength() == 0)
                return cursor;
        }
    }

    private async Task<JsonDocument> ChangesAsync(string query)
    {
        var answer = await server.AskAsync(Ask.Admin($"GET /api/v1/changes?space=/shared/http{query}"));
        Assert.True(answer.Status == 200, $"{answer}");
        return JsonDocument.Parse(answer.Body);
    }

    private async Task<List<string>> AllAsync(string query)
    {
        var names = new List<string>();
        string? next = null;
        do
        {
            using var page = await JsonAsync($"/shared/http/listed?list&{query}{(next is null ? "" : $"&after={Uri.EscapeDataString(next)}")}");
            names.AddRange(page.RootElement.GetProperty("entries").EnumerateArray().Select(entry => entry.GetProperty("name").GetString()!));
            next = page.RootElement.GetProperty("next").GetString();
            Assert.True(names.Count <= Names.Length);
        }
        while (next is not null);
        return names;
    }

    /// <summary>By name, by size downwards and by time they are in the same order.</summary>
    private async Task PrepareAsync()
    {
        for (var i = 0; i < Names.Length; i++)
            await server.StoreAsync($"/shared/http/listed/{Uri.EscapeDataString(Names[i])}", new string('x', 10 - i), $"X-OC-Mtime: {1_000_000_000 + i}");
    }

    private async Task<JsonDocument> JsonAsync(string target)
    {
        var answer = await server.AskAsync(Ask.Admin($"GET /api/v1/files{target}"));
        Assert.True(answer.Status == 200, $"{answer}");
        return JsonDocument.Parse(answer.Body);
    }
}
