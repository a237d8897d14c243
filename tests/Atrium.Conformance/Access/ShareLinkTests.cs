using System.Text.Json;
using Atrium.Conformance.Contract;

namespace Atrium.Conformance.Access;

/// <summary>Links, as people and programs follow them who have no account.</summary>
public sealed class ShareLinkTests(AccessServer server) : IClassFixture<AccessServer>
{
    [Fact]
    public async Task Folder_ByLink_IsReadAndNothingBesideIt()
    {
        var (token, _) = await LinkAsync("""{"path":"/shared/team/open"}""");
        var page = await server.Curl.AnonymousAsync($"/s/{token}", "-H", "Accept: text/html");
        Assert.Equal(200, page.Status);
        Assert.Contains($"/s/{token}/sub/", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("/shared/team", page.Text, StringComparison.Ordinal);
        // What inherits nothing is not shared along.
        Assert.DoesNotContain("hidden", page.Text, StringComparison.Ordinal);
        Assert.Equal("noindex, nofollow", page.Header("X-Robots-Tag"));
        Assert.Equal("no-referrer", page.Header("Referrer-Policy"));

        var list = JsonDocument.Parse((await server.Curl.AnonymousAsync($"/s/{token}/?list")).Body).RootElement;
        Assert.Equal("/", list.GetProperty("path").GetString());
        Assert.Equal("the content of open/sub/f", (await server.Curl.AnonymousAsync($"/s/{token}/sub/f")).Text);
        var file = await server.Curl.AnonymousAsync($"/s/{token}/f", "-r", "4-10");
        Assert.Equal((206, "content"), (file.Status, file.Text));
        Assert.Contains("sandbox", file.Header("Content-Security-Policy"), StringComparison.Ordinal);
        foreach (var beside in (string[])["hidden", "hidden/f", "hidden/shared/f", "nothing", "../top", "%2e%2e/top", "sub/../../top"])
            Assert.Contains((await server.Curl.AnonymousAsync($"/s/{token}/{beside}", "--path-as-is")).Status, new[] { 400, 404 });
        foreach (var method in (string[])["PUT", "POST", "DELETE", "PATCH"])
            Assert.InRange((await server.Curl.AnonymousAsync($"/s/{token}/f", "-X", method, "-d", "overwritten")).Status, 400, 499);
        Assert.StartsWith("the ", (await server.Curl.AnonymousAsync($"/s/{token}/f")).Text, StringComparison.Ordinal);
    }

    /// <summary>ATTACKS 20: a sibling of a shared single file.</summary>
    [Fact]
    public async Task Attack20_SingleFile_ItsSiblingsAreNotThere()
    {
        await server.StoreAsync("/shared/team/open/one.txt", "one");
        var (token, _) = await LinkAsync("""{"path":"/shared/team/open/one.txt"}""");
        var page = await server.Curl.AnonymousAsync($"/s/{token}", "-H", "Accept: text/html");
        Assert.Contains($"/s/{token}/one.txt", page.Text, StringComparison.Ordinal);
        Assert.Equal("one", (await server.Curl.AnonymousAsync($"/s/{token}")).Text);
        Assert.Equal("one", (await server.Curl.AnonymousAsync($"/s/{token}/one.txt")).Text);
        foreach (var sibling in (string[])["f", "sub", "sub/f", "one.txt/f", "one.txt/../f", "?list", "/"])
            Assert.DoesNotContain("the content", (await server.Curl.AnonymousAsync($"/s/{token}/{sibling}", "--path-as-is")).Text, StringComparison.Ordinal);
        Assert.Equal(404, (await server.Curl.AnonymousAsync($"/s/{token}/f")).Status);
    }

    /// <summary>ATTACKS 20: a link is bound to the node, whatever stands at its path later.</summary>
    [Fact]
    public async Task Attack20_DeletedAndMadeAgain_TheLinkLeadsNowhere()
    {
        await server.StoreAsync("/shared/team/open/again.txt", "the first");
        var (token, _) = await LinkAsync("""{"path":"/shared/team/open/again.txt"}""");
        await AdminAsync("POST", "/api/v1/operations/move", """{"from":"/shared/team/open/again.txt","to":"/shared/team/open/moved.txt"}""");
        Assert.Equal("the first", (await server.Curl.AnonymousAsync($"/s/{token}")).Text);
        await AdminAsync("DELETE", "/api/v1/files/shared/team/open/moved.txt", null);
        await server.StoreAsync("/shared/team/open/again.txt", "the second");
        await server.StoreAsync("/shared/team/open/moved.txt", "the third");
        Assert.Equal(404, (await server.Curl.AnonymousAsync($"/s/{token}")).Status);
    }

    /// <summary>ATTACKS 12: nothing but the secret opens a link, and what is wrong looks like what was never there.</summary>
    [Fact]
    public async Task Attack12_WithoutItsSecret_NoLinkOpens()
    {
        var (token, id) = await LinkAsync("""{"path":"/shared/team/open"}""");
        var never = await server.Curl.AnonymousAsync("/s/AAAAAAAAAAAAAAAAAAAAAAAA");
        Assert.Equal(404, never.Status);
        foreach (var wrong in (string[])[id, token[..^1], token + "A", token.ToUpperInvariant(), "", new string('A', 5000)])
        {
            var answer = await server.Curl.AnonymousAsync($"/s/{wrong}");
            Assert.Equal(404, answer.Status);
        }
        Assert.Equal(204, (await server.AskAsync(new CurlRequest("DELETE", $"/api/v1/shares/{id}", AccessServer.Admin))).Status);
        Assert.Equal(never.Text, (await server.Curl.AnonymousAsync($"/s/{token}")).Text);
    }

    [Fact]
    public async Task Password_IsAskedByThePageAndByBasic()
    {
        var (token, _) = await LinkAsync("""{"path":"/shared/team/open","password":"amber lattice"}""");
        Assert.Equal(401, (await server.Curl.AnonymousAsync($"/s/{token}/f")).Status);
        Assert.Equal(401, (await server.Curl.AnonymousAsync($"/s/{token}/f", "-u", "x:wrong password")).Status);
        Assert.Equal("the content of open/sub/f", (await server.Curl.AnonymousAsync($"/s/{token}/sub/f", "-u", ":amber lattice")).Text);

        var form = await server.Curl.AnonymousAsync($"/s/{token}/f", "-H", "Accept: text/html");
        Assert.Equal(403, form.Status);
        Assert.Contains($"""<form method="post" action="/s/{token}">""", form.Text, StringComparison.Ordinal);
        Assert.Contains("form-action 'self'", form.Header("Content-Security-Policy"), StringComparison.Ordinal);
        var wrong = await server.Curl.AnonymousAsync($"/s/{token}", "-H", "Accept: text/html", "--data-urlencode", "password=wrong password");
        Assert.Equal(403, wrong.Status);
        Assert.Null(wrong.Header("Set-Cookie"));
        var right = await server.Curl.AnonymousAsync($"/s/{token}", "-H", "Accept: text/html", "--data-urlencode", "password=amber lattice");
        Assert.Equal(303, right.Status);
        Assert.Equal($"/s/{token}", right.Header("Location"));
        var cookie = right.Header("Set-Cookie")!;
        foreach (var attribute in (string[])[$"path=/s/{token}", "secure", "httponly", "samesite=lax"])
            Assert.Contains(attribute, cookie, StringComparison.OrdinalIgnoreCase);
        var proof = cookie[..cookie.IndexOf(';', StringComparison.Ordinal)];
        Assert.Equal("the content of open/sub/f", (await server.Curl.AnonymousAsync($"/s/{token}/sub/f", "-H", $"Cookie: {proof}")).Text);
        // The proof of one link opens no other.
        var (other, _) = await LinkAsync("""{"path":"/shared/team/open","password":"amber lattice"}""");
        Assert.Equal(401, (await server.Curl.AnonymousAsync($"/s/{other}/f", "-H", $"Cookie: {proof}")).Status);
    }

    [Fact]
    public async Task Drop_TakesFilesAndShowsNothing()
    {
        await AdminAsync("PUT", "/api/v1/files/shared/team/inbox/", null);
        var (token, _) = await LinkAsync("""{"path":"/shared/team/inbox","kind":"upload"}""");
        await server.StoreAsync("/shared/team/inbox/letter.txt", "the first letter");
        var page = await server.Curl.AnonymousAsync($"/s/{token}", "-H", "Accept: text/html");
        Assert.Contains("multipart/form-data", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("letter.txt", page.Text, StringComparison.Ordinal);
        Assert.Equal(404, (await server.Curl.AnonymousAsync($"/s/{token}/letter.txt")).Status);
        Assert.DoesNotContain("letter.txt", (await server.Curl.AnonymousAsync($"/s/{token}/?list")).Text, StringComparison.Ordinal);

        var path = server.Scratch.Path("letter.txt");
        await File.WriteAllTextAsync(path, "the second letter", TestRun.Cancelled);
        var posted = await server.Curl.AnonymousAsync($"/s/{token}", "-F", $"files=@{path}", "-F", $"files=@{path};filename=../../escaped.txt");
        Assert.Equal(201, posted.Status);
        Assert.Equal("""{"names":["letter (2).txt","escaped.txt"]}""", posted.Text);
        var put = await server.Curl.AnonymousAsync($"/s/{token}/", "-T", path);
        Assert.Equal("""{"names":["letter (3).txt"]}""", put.Text);
        // A part of a file is not taken for the whole, nor is a coded form of it.
        Assert.Equal(400, (await server.Curl.AnonymousAsync($"/s/{token}/", "-T", path, "-H", "Content-Range: bytes 0-16/100")).Status);
        Assert.Equal(415, (await server.Curl.AnonymousAsync($"/s/{token}/", "-T", path, "-H", "Content-Encoding: gzip")).Status);
        Assert.Equal("the first letter", (await ReadAsync("/shared/team/inbox/letter.txt")).Text);
        Assert.Equal("the second letter", (await ReadAsync("/shared/team/inbox/letter (2).txt")).Text);
        Assert.Equal(404, (await ReadAsync("/shared/team/escaped.txt")).Status);
    }

    [Fact]
    public async Task MaxUpload_Set_HoldsForEveryWayToUpload()
    {
        await AdminAsync("PUT", "/api/v1/files/shared/team/bounded/", null);
        var (token, _) = await LinkAsync("""{"path":"/shared/team/bounded","kind":"upload"}""");
        string[] tus = ["-H", "Tus-Resumable: 1.0.0", "-H", "Content-Type: application/offset+octet-stream"];
        var begun = await server.Curl.AsAdminAsync("/api/v1/uploads", [.. tus, "-X", "POST", "-H", "Upload-Defer-Length: 1", "-H", $"Upload-Metadata: path {Convert.ToBase64String("/shared/team/bounded/pieces"u8)}"]);
        var upload = begun.Header("Location")!;
        var path = server.Scratch.Path("large.txt");
        await File.WriteAllTextAsync(path, new string('x', 3000), TestRun.Cancelled);
        await server.RunAsync("setting", "set", "http.max-upload", "2kB");
        try
        {
            var tooLarge = new[]
            {
                await server.Curl.AsAdminAsync("/api/v1/files/shared/team/bounded/f", "-T", path),
                await server.Curl.AsAdminAsync(upload, [.. tus, "-H", "Upload-Offset: 0", "-X", "PATCH", "--data-binary", $"@{path}"]),
                await server.Curl.AnonymousAsync($"/s/{token}", [.. tus, "-X", "POST", "-H", "Upload-Length: 3000", "-H", "Upload-Metadata: filename eA=="]),
                await server.Curl.AnonymousAsync($"/s/{token}/", "-T", path),
                await server.Curl.AnonymousAsync($"/s/{token}", "-F", $"files=@{path}"),
            };
            Assert.All(tooLarge, answer => Assert.True(answer.Status == 413, answer.ToString()));
        }
        finally
        {
            await server.RunAsync("setting", "reset", "http.max-upload");
        }
        Assert.Equal("""{"names":["large.txt"]}""", (await server.Curl.AnonymousAsync($"/s/{token}", "-F", $"files=@{path}")).Text);
    }

    [Fact]
    public async Task Downloads_AreCountedAndEnd()
    {
        await server.StoreAsync("/shared/team/open/twice.txt", "twice");
        var (token, id) = await LinkAsync("""{"path":"/shared/team/open/twice.txt","maxDownloads":2}""");
        Assert.Equal(200, (await server.Curl.AnonymousAsync($"/s/{token}", "-I")).Status);
        Assert.Equal("twice", (await server.Curl.AnonymousAsync($"/s/{token}")).Text);
        Assert.Equal("ice", (await server.Curl.AnonymousAsync($"/s/{token}", "-r", "2-", "-H", "If-None-Match: \"x\"")).Text);
        Assert.Equal(404, (await server.Curl.AnonymousAsync($"/s/{token}")).Status);
        var listed = (await server.RunAsync("share", "list", "--json")).Output;
        var link = JsonDocument.Parse(listed).RootElement.EnumerateArray().Single(one => one.GetProperty("id").GetString() == id);
        Assert.Equal(2, link.GetProperty("downloads").GetInt64());
        Assert.DoesNotContain(token, listed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Maker_LosesWhatHeShared_TheLinkGoesWithIt()
    {
        await server.StoreAsync("/shared/team/shared-by-ann/f", "by ann");
        await server.GrantAsync("/shared/team/shared-by-ann", "ann", "read,share");
        await server.GrantAsync("/shared/team/shared-by-ann", "ben", "read");
        var request = new CurlRequest("POST", "/api/v1/shares", AccessServer.Account("ann"), """{"path":"/shared/team/shared-by-ann"}""");
        // Whoever may only read cannot hand it on, nor see the links of others; who may not create cannot open a drop.
        Assert.Equal(403, (await server.AskAsync(request with { User = AccessServer.Account("ben") })).Status);
        Assert.Equal(404, (await server.AskAsync(request with { User = AccessServer.Account("cid") })).Status);
        Assert.Equal(403, (await server.AskAsync(request with { Body = """{"path":"/shared/team/shared-by-ann","kind":"upload"}""" })).Status);
        var made = JsonDocument.Parse((await server.AskAsync(request)).Body).RootElement;
        var (token, id) = (made.GetProperty("token").GetString(), made.GetProperty("share").GetProperty("id").GetString());
        Assert.Equal(404, (await server.AskAsync(new CurlRequest("DELETE", $"/api/v1/shares/{id}", AccessServer.Account("ben")))).Status);
        Assert.Equal("by ann", (await server.Curl.AnonymousAsync($"/s/{token}/f")).Text);
        await server.GrantAsync("/shared/team/shared-by-ann", "ann", "read");
        Assert.Equal(404, (await server.Curl.AnonymousAsync($"/s/{token}/f")).Status);
        await server.GrantAsync("/shared/team/shared-by-ann", "ann", "read,share");
        Assert.Equal("by ann", (await server.Curl.AnonymousAsync($"/s/{token}/f")).Text);
        await server.RunAsync("account", "disable", "ann");
        Assert.Equal(404, (await server.Curl.AnonymousAsync($"/s/{token}/f")).Status);
        await server.RunAsync("account", "enable", "ann");
    }

    [Fact]
    public async Task Command_MakesListsAndRevokes()
    {
        var made = (await server.RunAsync("share", "create", "/shared/team/open/f", "--expires", "1h", "--json")).Output;
        var record = JsonDocument.Parse(made).RootElement[0];
        var address = record.GetProperty("address").GetString()!;
        Assert.StartsWith("https://", address, StringComparison.Ordinal);
        var token = record.GetProperty("token").GetString()!;
        Assert.EndsWith($"/s/{token}", address, StringComparison.Ordinal);
        Assert.Equal(200, (await server.Curl.AnonymousAsync($"/s/{token}")).Status);
        var id = record.GetProperty("share").GetProperty("id").GetString()!;
        Assert.Contains($"link {id}", (await server.RunAsync("access", "list", "/shared/team/open/f")).Output, StringComparison.Ordinal);
        await server.RunAsync("share", "revoke", id);
        Assert.Equal(404, (await server.Curl.AnonymousAsync($"/s/{token}")).Status);
        Assert.DoesNotContain($"link {id}", (await server.RunAsync("access", "list", "/shared/team/open/f")).Output, StringComparison.Ordinal);
    }

    private async Task<(string Token, string Id)> LinkAsync(string request)
    {
        var answer = await AdminAsync("POST", "/api/v1/shares", request);
        var made = JsonDocument.Parse(answer.Body).RootElement;
        return (made.GetProperty("token").GetString()!, made.GetProperty("share").GetProperty("id").GetString()!);
    }

    private async Task<CurlAnswer> AdminAsync(string method, string target, string? body)
    {
        var answer = await server.AskAsync(new CurlRequest(method, target, AccessServer.Admin, body));
        Assert.True(answer.Status is >= 200 and < 300, $"{method} {target}: {answer}");
        return answer;
    }

    private Task<CurlAnswer> ReadAsync(string path)
        => server.AskAsync(new CurlRequest("GET", $"/api/v1/files{path.Replace(" ", "%20", StringComparison.Ordinal)}", AccessServer.Admin));
}
