namespace Atrium.Conformance.Http;

/// <summary>RFC 9110, 13, over the wire: 304, 412, and where a conflict is only 409.</summary>
[Collection(HttpCollection.Name)]
public sealed class ConditionTests(HttpServer server)
{
    private const string Past = "Mon, 01 Jan 2001 00:00:00 GMT", Future = "Fri, 01 Jan 2100 00:00:00 GMT";

    [Fact]
    public async Task Get_ClientHasIt_304WithWhatItsCacheNeeds()
    {
        await server.StoreAsync("/shared/http/cached", "content");
        var get = await GetAsync("cached");
        string[] fields = ["ETag", "Last-Modified", "Cache-Control"];
        foreach (var condition in new[]
        {
            $"If-None-Match: {get["ETag"]}", $"If-None-Match: W/{get["ETag"]}", $"If-None-Match: \"other\", {get["ETag"]}", "If-None-Match: *",
            $"If-Modified-Since: {get["Last-Modified"]}", $"If-Modified-Since: {Future}",
        })
        {
            foreach (var method in new[] { "GET", "HEAD" })
            {
                var answer = await server.AskAsync(Ask.Admin($"{method} /api/v1/files/shared/http/cached", condition));
                Assert.True(answer.Status == 304, $"{condition}\n{answer}");
                Assert.All(fields, field => Assert.Equal(get[field], answer[field]));
                Assert.Null(answer["Content-Type"]);
                Assert.Null(answer["Content-Disposition"]);
            }
        }
    }

    [Theory]
    [InlineData(200, "If-None-Match: \"other\"")]
    [InlineData(200, "If-None-Match: \"other\"", "If-Modified-Since: " + Future)] // the tag decides alone
    [InlineData(200, "If-Modified-Since: " + Past)]
    [InlineData(200, "If-Modified-Since: soon")]
    [InlineData(200, "If-Match: *")]
    [InlineData(200, "If-Unmodified-Since: " + Future)]
    [InlineData(412, "If-Match: \"other\"")]
    [InlineData(412, "If-Match: \"other\"", "If-None-Match: *")]
    [InlineData(412, "If-Unmodified-Since: " + Past)]
    [InlineData(200, "If-Match: *", "If-Unmodified-Since: " + Past)]
    [InlineData(412, "If-Match: \"other\"", "Range: bytes=100-")]
    [InlineData(304, "If-None-Match: *", "Range: bytes=100-")]
    [InlineData(400, "If-Match: other")]
    [InlineData(400, "If-None-Match: other")]
    public async Task Get_Conditions_InTheirOrder(int status, params string[] fields)
    {
        await server.StoreAsync("/shared/http/conditions", "content");

        Assert.Equal(status, (await GetAsync("conditions", fields)).Status);
    }

    [Fact]
    public async Task Put_Conditions_GuardAgainstLostUpdates()
    {
        await server.StoreAsync("/shared/http/guarded", "one");
        var tag = (await GetAsync("guarded"))["ETag"];

        var second = await PutAsync("guarded", "two", $"If-Match: {tag}");
        Assert.Equal(204, second.Status);
        Assert.Equal(412, (await PutAsync("guarded", "three", $"If-Match: {tag}")).Status);
        Assert.Equal(412, (await PutAsync("guarded", "three", $"If-Match: W/{second["ETag"]}")).Status); // never by a weak tag
        Assert.Equal(412, (await PutAsync("guarded", "three", $"If-None-Match: {second["ETag"]}")).Status);
        Assert.Equal(412, (await PutAsync("guarded", "three", "If-None-Match: *")).Status);
        Assert.Equal(412, (await PutAsync("guarded", "three", $"If-Unmodified-Since: {Past}")).Status);
        Assert.Equal(412, (await server.AskAsync(Ask.Admin("DELETE /api/v1/files/shared/http/guarded", $"If-Match: {tag}"))).Status);
        Assert.Equal(412, (await PutAsync($"new-{Guid.NewGuid():N}", "x", "If-Match: *")).Status);
        Assert.Equal(201, (await PutAsync($"new-{Guid.NewGuid():N}", "x", "If-None-Match: *")).Status);
        Assert.Equal("two", await server.ReadAsync("/shared/http/guarded"));
        Assert.Equal(204, (await server.AskAsync(Ask.Admin("DELETE /api/v1/files/shared/http/guarded", $"If-Match: {second["ETag"]}"))).Status);
    }

    [Fact]
    public async Task Put_SameCondition20TimesAtOnce_OneWins()
    {
        await server.StoreAsync("/shared/http/raced", "start");
        var tag = (await GetAsync("raced"))["ETag"];

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => PutAsync("raced", $"racer {i}", $"If-Match: {tag}")));

        Assert.Single(answers, answer => answer.Status == 204);
        Assert.Equal(19, answers.Count(answer => answer.Status == 412));
    }

    [Fact]
    public async Task Change_ConflictWithoutACondition_409()
    {
        await server.StoreAsync("/shared/http/conflicts/file", "12345");

        Assert.Equal(409, (await PutAsync("conflicts", "x")).Status);
        Assert.Equal(409, (await PutAsync("conflicts/file/below", "x")).Status);
        Assert.Equal(409, (await server.AskAsync(Ask.Admin("DELETE /api/v1/files/shared/http/conflicts"))).Status);
        Assert.Equal(409, (await server.AskAsync(Ask.Admin("PATCH /api/v1/files/shared/http/conflicts/file?append&offset=4", "Content-Length: 1") + "6")).Status);
        Assert.Equal(409, (await PutAsync("conflicts/file", "6", "Content-Range: bytes 4-4/*")).Status);
        Assert.Equal(204, (await PutAsync("conflicts/file", "6", "Content-Range: bytes 5-5/6")).Status);
        Assert.Equal("123456", await server.ReadAsync("/shared/http/conflicts/file"));
    }

    [Fact]
    public async Task Put_RangeThatMayNotComeWhole_IsRefused()
    {
        await server.StoreAsync("/shared/http/ranged", "12345");
        foreach (var (status, field, body) in new[]
        {
            (411, "Transfer-Encoding: chunked", "1\r\n6\r\n0\r\n\r\n"), (400, "Content-Length: 2", "67"),
        })
            Assert.Equal(status, (await server.AskAsync(Ask.Admin("PUT /api/v1/files/shared/http/ranged", "Content-Range: bytes 5-5/*", field) + body)).Status);
        Assert.Equal("12345", await server.ReadAsync("/shared/http/ranged"));
    }

    [Fact]
    public async Task Put_DigestOfOtherBytes_400AndTheOldStays()
    {
        await server.StoreAsync("/shared/http/digest", "old");
        Assert.Equal(400, (await PutAsync("digest", "hello", "Content-Digest: sha-256=:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=:")).Status);
        Assert.Equal("old", await server.ReadAsync("/shared/http/digest"));
        Assert.Equal(204, (await PutAsync("digest", "hello", "Repr-Digest: sha-256=:LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=:")).Status);
    }

    private Task<WireAnswer> GetAsync(string name, params string[] fields) => server.AskAsync(Ask.Admin($"GET /api/v1/files/shared/http/{name}", fields));

    private Task<WireAnswer> PutAsync(string name, string content, params string[] fields) =>
        server.AskAsync(Ask.Admin($"PUT /api/v1/files/shared/http/{name}", [$"Content-Length: {content.Length}", .. fields]) + content);
}
