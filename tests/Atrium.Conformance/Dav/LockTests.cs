namespace Atrium.Conformance.Dav;

/// <summary>LOCK, UNLOCK and If (RFC 4918, 6, 7 and 10.4), as several people see them.</summary>
[Collection(DavCollection.Name)]
public sealed class LockTests(DavServer server)
{
    internal const string Exclusive = """<D:lockinfo xmlns:D="DAV:"><D:lockscope><D:exclusive/></D:lockscope><D:locktype><D:write/></D:locktype><D:owner><D:href>mailto:a@example.org</D:href></D:owner></D:lockinfo>""";

    [Fact]
    public async Task Lock_OfAFile_BindsTheFilesApiToo()
    {
        var path = $"{await server.FolderAsync()}/f";
        var made = await server.AskAsync("LOCK", path, Exclusive, "Timeout: Second-600");
        Assert.Equal(201, made.Status);
        Assert.Matches("<D:timeout>Second-[56][0-9]{2}</D:timeout>", made.Text);
        Assert.Contains("mailto:a@example.org", made.Text, StringComparison.Ordinal);
        var api = path.Replace("/dav/", "/api/v1/files/", StringComparison.Ordinal);
        Assert.Equal(423, (await server.AskAsGuestAsync("PUT", api, "content")).Status);
        Assert.Equal(423, (await server.AskAsync("DELETE", api)).Status);
        var refused = await server.AskAsync("PUT", path, "content");
        Assert.Equal(423, refused.Status);
        Assert.Contains($"<D:lock-token-submitted><D:href>{path}</D:href></D:lock-token-submitted>", refused.Text, StringComparison.Ordinal);
        Assert.Equal(204, (await server.AskAsync("PUT", path, "content", $"If: ({made["Lock-Token"]})")).Status);
        Assert.Equal(204, (await server.AskAsync("UNLOCK", path, null, $"Lock-Token: {made["Lock-Token"]}")).Status);
        Assert.Equal(204, (await server.AskAsGuestAsync("PUT", api, "other")).Status);
    }

    [Fact]
    public async Task Lock_BesideAnother_SaysWhichIsInTheWay()
    {
        var folder = await server.FolderAsync();
        Assert.Equal(201, (await server.AskAsync("LOCK", $"{folder}/f", Exclusive)).Status);
        var same = await server.AskAsGuestAsync("LOCK", $"{folder}/f", Exclusive);
        Assert.Equal(423, same.Status);
        Assert.Contains($"<D:no-conflicting-lock><D:href>{folder}/f</D:href></D:no-conflicting-lock>", same.Text, StringComparison.Ordinal);
        var above = await server.AskAsGuestAsync("LOCK", $"{folder}/", Exclusive, "Depth: infinity");
        Assert.Equal(207, above.Status);
        Assert.Contains($"<D:href>{folder}/f</D:href><D:status>HTTP/1.1 423 Locked", above.Text, StringComparison.Ordinal);
        Assert.Contains("424 Failed Dependency", above.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task If_OfAnEntityTag_LetsThroughWhatIsMeantAndNothingElse()
    {
        var path = $"{await server.FolderAsync()}/f";
        var tag = (await server.AskAsync("PUT", path, "one"))["ETag"];
        Assert.Equal(412, (await server.AskAsync("PUT", path, "two", $"If: (Not [{tag}])")).Status);
        Assert.Equal(204, (await server.AskAsync("PUT", path, "two", $"If: <{server.Url}{path}> (<urn:uuid:none>) ([{tag}])")).Status);
        Assert.Equal(412, (await server.AskAsync("PUT", path, "three", $"If: ([{tag}])")).Status);
        Assert.Equal(400, (await server.AskAsync("PUT", path, "three", "If: (broken")).Status);
        Assert.Equal("two", (await server.AskAsync("GET", path)).Text);
    }

    [Fact]
    public async Task Lock_WithoutABody_HoldsAnew()
    {
        var path = $"{await server.FolderAsync()}/f";
        var token = (await server.AskAsync("LOCK", path, Exclusive, "Timeout: Second-60"))["Lock-Token"];
        var again = await server.AskAsync("LOCK", path, null, $"If: ({token})", "Timeout: Second-3000");
        Assert.Equal(200, again.Status);
        Assert.Matches("<D:timeout>Second-(3000|29[0-9]{2})</D:timeout>", again.Text);
        Assert.Null(again["Lock-Token"]);
        Assert.Equal(412, (await server.AskAsGuestAsync("LOCK", path, null, $"If: ({token})")).Status);
        Assert.Equal(412, (await server.AskAsync("LOCK", path, null, "If: (<urn:uuid:none>)")).Status);
    }
}
