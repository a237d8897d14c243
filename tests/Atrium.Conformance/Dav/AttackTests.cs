namespace Atrium.Conformance.Dav;

/// <summary>Rows of ATTACKS, at this door; each named after its row.</summary>
[Collection(DavCollection.Name)]
public sealed class AttackTests(DavServer server)
{
    [Theory]
    [InlineData("/dav/shared/x/../../../etc/passwd")]
    [InlineData("/dav/shared/x/%2e%2e/%2e%2e/etc/passwd")]
    [InlineData("/dav/shared/x/%252e%252e/narrow")]
    [InlineData("/dav/shared/x/..%5c..%5cnarrow")]
    [InlineData("/dav/shared/x/a%00b")]
    [InlineData("/dav/shared/x/%c0%ae%c0%ae/narrow")]
    [InlineData("/dav/shared/x-sibling/f")]
    public async Task Attack11_PathsThatLeadOutside_LeadNowhere(string target)
    {
        foreach (var method in (string[])["GET", "PROPFIND", "DELETE"])
            Assert.Contains((await server.AskAsync(method, target, null, "Depth: 0")).Status, new[] { 400, 404, method == "DELETE" ? 400 : 404 });
        Assert.Contains((await server.AskAsync("MOVE", await StoredAsync(), null, $"Destination: {target}")).Status, new[] { 400, 404, 409, 201 });
        Assert.Equal(207, (await server.AskAsync("PROPFIND", "/dav/shared/narrow/", null, "Depth: 0")).Status);
    }

    [Theory]
    [InlineData("?OC-Credential=admin&OC-Verb=GET&OC-Expires=60&OC-Date=2026-01-01T00:00:00Z&OC-Signature=00")]
    [InlineData("?signature=00&user=admin")]
    public async Task Attack12_ASignedAddressWithoutItsKey_IsNoSignIn(string query)
        => Assert.Equal(401, (await server.AskAsAsync(null, "GET", "/dav/home/admin/f" + query, null)).Status);

    [Fact]
    public async Task Attack14_AnAppPassword_OpensTheProtocolsThatItIsForAndNoOther()
    {
        async Task<string> PasswordForAsync(string protocols) => (await server.RunAsync(null, "account", "app-password", "guest", "--name", protocols, "--protocols", protocols))
            .Split('\n').First(line => line.StartsWith("Password", StringComparison.Ordinal)).Split(' ')[^1].Trim();
        var (dav, http) = (await PasswordForAsync("dav"), await PasswordForAsync("http"));
        Assert.Equal(207, (await server.AskAsAsync(("guest", dav), "PROPFIND", "/dav/shared/x/", null, "Depth: 0")).Status);
        Assert.Equal(401, (await server.AskAsAsync(("guest", dav), "GET", "/api/v1/files/shared/x?list", null)).Status);
        Assert.Equal(401, (await server.AskAsAsync(("guest", http), "PROPFIND", "/dav/shared/x/", null, "Depth: 0")).Status);
        Assert.Equal(200, (await server.AskAsAsync(("guest", http), "GET", "/api/v1/files/shared/x?list", null)).Status);
    }

    [Theory]
    [InlineData("PROPFIND", """<?xml version="1.0"?><!DOCTYPE p [<!ENTITY x SYSTEM "file:///etc/passwd">]><D:propfind xmlns:D="DAV:"><D:prop><D:displayname/>&x;</D:prop></D:propfind>""")]
    [InlineData("PROPPATCH", """<!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;">]><D:propertyupdate xmlns:D="DAV:"><D:set><D:prop><x xmlns="urn:x">&c;</x></D:prop></D:set></D:propertyupdate>""")]
    [InlineData("LOCK", """<!DOCTYPE l SYSTEM "http://127.0.0.1:1/l.dtd"><D:lockinfo xmlns:D="DAV:"><D:lockscope><D:exclusive/></D:lockscope><D:locktype><D:write/></D:locktype></D:lockinfo>""")]
    public async Task Attack15_EntitiesInXml_AreRefused(string method, string body)
    {
        var path = await StoredAsync();
        var answer = await server.AskAsync(method, path, body, "Depth: 0", "Content-Type: application/xml");
        Assert.Equal(400, answer.Status);
        Assert.DoesNotContain("root:", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Attack15_ElementsInElementsWithoutEnd_AreRefused()
    {
        var deep = $"""<D:propfind xmlns:D="DAV:"><D:prop>{string.Concat(Enumerable.Repeat("<x>", 10_000))}{string.Concat(Enumerable.Repeat("</x>", 10_000))}</D:prop></D:propfind>""";
        Assert.Equal(400, (await server.AskAsync("PROPFIND", "/dav/shared/x/", deep, "Depth: 0")).Status);
    }

    [Theory]
    [InlineData("Depth: infinity")]
    [InlineData("X-No-Depth: at all")]
    public async Task Attack16_InfiniteDepth_IsRefusedWithItsCondition(string field)
    {
        var answer = await server.AskAsync("PROPFIND", "/dav/shared/x/", null, field);
        Assert.Equal(403, answer.Status);
        Assert.Contains("<D:propfind-finite-depth/>", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Attack17_AnothersLock_IsNeitherTakenAwayNorIsItsTokenShown()
    {
        var path = await StoredAsync();
        var locked = await server.AskAsync("LOCK", path, LockTests.Exclusive, "Depth: 0");
        var token = locked["Lock-Token"]!;
        Assert.Equal(403, (await server.AskAsGuestAsync("UNLOCK", path, null, $"Lock-Token: {token}")).Status);
        var seen = await server.AskAsGuestAsync("PROPFIND", path, """<D:propfind xmlns:D="DAV:"><D:prop><D:lockdiscovery/></D:prop></D:propfind>""", "Depth: 0");
        Assert.Contains("<D:activelock>", seen.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(token.Trim('<', '>'), seen.Text, StringComparison.Ordinal);
        // Nor does it help to know it.
        Assert.Equal(423, (await server.AskAsGuestAsync("PUT", path, "other", $"If: ({token})")).Status);
        Assert.Equal("content", (await server.AskAsync("GET", path)).Text);
        Assert.Equal(204, (await server.AskAsync("UNLOCK", path, null, $"Lock-Token: {token}")).Status);
        Assert.Equal(204, (await server.AskAsGuestAsync("PUT", path, "other")).Status);
    }

    [Theory]
    [InlineData("https://another.example/dav/shared/x/f", 502)]
    [InlineData("https://127.0.0.1:1/dav/shared/x/f", 502)]
    [InlineData("https://user@another.example/dav/shared/x/f", 502)]
    [InlineData("ftp://127.0.0.1/dav/shared/x/f", 400)]
    [InlineData("/api/v1/files/shared/x/f", 403)]
    [InlineData("/dav/shared/none/f", 409)]
    [InlineData("/dav/shared/f", 409)]
    [InlineData("/dav/shared/x", 403)]
    [InlineData("{itself}", 403)]
    [InlineData("{folder}", 403)]
    public async Task Attack18_ABadDestination_IsRefused(string destination, int status)
    {
        var path = await StoredAsync();
        destination = destination.Replace("{itself}", server.Url + path, StringComparison.Ordinal).Replace("{folder}", path[..path.LastIndexOf('/')], StringComparison.Ordinal);
        foreach (var method in (string[])["COPY", "MOVE"])
            Assert.Equal(status, (await server.AskAsync(method, path, null, $"Destination: {destination}")).Status);
        Assert.Equal("content", (await server.AskAsync("GET", path)).Text);
    }

    [Fact]
    public async Task Attack18_ATreeIntoItself_IsRefusedAndALoneFolderIsNot()
    {
        var folder = (await StoredAsync())[..^2];
        foreach (var method in (string[])["COPY", "MOVE"])
            Assert.Equal(403, (await server.AskAsync(method, $"{folder}/", null, $"Destination: {folder}/in/")).Status);
        Assert.Equal(201, (await server.AskAsync("COPY", $"{folder}/", null, $"Destination: {folder}/in/", "Depth: 0")).Status);
        Assert.Equal(404, (await server.AskAsync("GET", $"{folder}/in/f")).Status);
    }

    private async Task<string> StoredAsync()
    {
        var path = $"{await server.FolderAsync()}/f";
        Assert.Equal(201, (await server.AskAsync("PUT", path, "content")).Status);
        return path;
    }
}
