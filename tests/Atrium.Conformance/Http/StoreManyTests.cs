using System.Net;
using System.Text;
using System.Text.Json;

namespace Atrium.Conformance.Http;

/// <summary>Many small files in one body.</summary>
[Collection(HttpCollection.Name)]
public sealed class StoreManyTests(HttpServer server)
{
    private const string Target = "POST /api/v1/operations/store?path=/shared/http/many";

    [Fact]
    public async Task Store_FilesOfOneBody_AreStoredWithTheirNamesTimesAndTypes()
    {
        var answer = await AskAsync(
            Part("filename=\"a.txt\"", "first", "Atrium-Modified: 2020-02-03T04:05:06.1234567Z"),
            Part("filename=\"deep/er/b\"", "second", "Content-Type: text/css"),
            Part("filename*=UTF-8''na%C3%AFve%20%22name%22", "third", "Content-Type: application/octet-stream"),
            Part("filename=\"empty\"", ""));

        Assert.Equal((200, (string?)null), (answer.Status, Json(answer).GetProperty("problem").GetString()));
        Assert.Equal([201, 201, 201, 201], Statuses(answer));
        Assert.Equal(["a.txt", "deep/er/b", "naïve \"name\"", "empty"], Files(answer).Select(file => file.GetProperty("name").GetString()));
        Assert.Equal("first", await server.ReadAsync("/shared/http/many/a.txt"));
        Assert.Equal("second", await server.ReadAsync("/shared/http/many/deep/er/b"));
        Assert.Equal("third", await server.ReadAsync("/shared/http/many/na%C3%AFve%20%22name%22"));
        var stat = JsonDocument.Parse((await server.AskAsync(Ask.Admin("GET /api/v1/files/shared/http/many/a.txt?stat"))).Body).RootElement;
        Assert.Equal(("text/plain; charset=utf-8", "2020-02-03T04:05:06.1234567+00:00"), (stat.GetProperty("mediaType").GetString(), stat.GetProperty("modified").GetString()));
        Assert.Equal("text/css", (await server.AskAsync(Ask.Admin("HEAD /api/v1/files/shared/http/many/deep/er/b")))["Content-Type"]);
        Assert.Equal(stat.GetProperty("etag").GetString(), Files(answer)[0].GetProperty("etag").GetString());
    }

    [Fact]
    public async Task Store_SomeThatCannotBe_NamesThemAndStoresTheRest()
    {
        var answer = await AskAsync(
            Part("filename=\"../escaped\"", "x"), Part("filename=\"/absolute\"", "x"), Part("name=\"no file name\"", "x"),
            Part("filename=\"good\"", "good"), Part("filename=\"good/below\"", "x"), Part("filename=\"timed\"", "x", "Atrium-Modified: yesterday"),
            Part("filename=\"digested\"", "x", "Content-Digest: sha-256=:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=:"),
            Part("filename=\"large\"", new string('x', (1024 * 1024) + 1)), Part("filename=\"whole\"", new string('x', 1024 * 1024)));

        Assert.Equal([400, 400, 400, 201, 409, 400, 400, 413, 201], Statuses(answer));
        Assert.All(Files(answer), file => Assert.Equal(file.GetProperty("status").GetInt32() == 201, file.GetProperty("problem").GetString() is null));
        Assert.Equal("good", await server.ReadAsync("/shared/http/many/good"));
        Assert.Null(await server.ReadAsync("/shared/http/escaped"));
        Assert.Null(await server.ReadAsync("/shared/http/many/digested"));
        Assert.Equal(1024 * 1024, (await server.ReadAsync("/shared/http/many/whole"))!.Length);
    }

    [Fact]
    public async Task Store_SameNameTwice_TheLastOneStays()
    {
        var answer = await AskAsync(Part("filename=\"twice\"", "first"), Part("filename=\"twice\"", "second"));

        Assert.Equal([201, 204], Statuses(answer));
        Assert.Equal("second", await server.ReadAsync("/shared/http/many/twice"));
    }

    [Fact]
    public async Task Store_WithoutRights_StoresNothing()
    {
        var body = Join(Part("filename=\"guest\"", "x"));
        var answer = await server.AskAsync(Ask.Guest(Target, Fields(body.Length)) + body);

        Assert.Equal([404], Statuses(answer));
        Assert.Null(await server.ReadAsync("/shared/http/many/guest"));
    }

    /// <summary>ATTACKS 50: a browser sends this type for any page, without asking first.</summary>
    [Fact]
    public async Task Store_FormOfAnotherOrigin_IsRefused()
    {
        var body = Join(Part("filename=\"forged\"", "x"));
        var answer = await server.AskAsync(Ask.Admin(Target, [.. Fields(body.Length), "Origin: https://elsewhere.example", "Sec-Fetch-Site: cross-site"]) + body);

        Assert.Equal(403, answer.Status);
        Assert.Null(await server.ReadAsync("/shared/http/many/forged"));
    }

    [Fact]
    public async Task Store_BeyondTheQuota_SaysWhichOnes()
    {
        var files = Enumerable.Range(0, 3).Select(i => Part($"filename=\"f{i}\"", new string((char)('a' + i), 500_000))).ToArray();
        var body = Join(files);
        var answer = await server.AskAsync(Ask.Admin("POST /api/v1/operations/store?path=/shared/narrow/many", Fields(body.Length)) + body);

        Assert.Equal([201, 201, 507], Statuses(answer).Order());
        Assert.Equal(204, (await server.AskAsync(Ask.Admin("DELETE /api/v1/files/shared/narrow/many?recursive=true"))).Status);
    }

    [Fact]
    public async Task Store_TooManyParts_StoresTheFirstAndSaysSo()
    {
        var answer = await AskAsync([.. Enumerable.Range(0, 1001).Select(i => Part($"filename=\"one-of-many/{i}\"", "x"))]);

        Assert.Equal(1000, Statuses(answer).Count(status => status == 201));
        Assert.Contains("at most 1000 files", Json(answer).GetProperty("problem").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Store_BodyTooLong_IsRefusedBeforeItIsRead()
    {
        await using var wire = await server.ConnectAsync();
        await wire.SendAsync(Ask.Admin(Target, Fields((64 * 1024 * 1024) + 1)));

        Assert.Equal(413, (await wire.AnswerAsync()).Status);
    }

    [Theory]
    [InlineData("this is no part of anything", 400)]
    [InlineData("--limit\r\nContent-Disposition: form-data; filename=\"cut\"\r\n\r\nno end of it", 400)]
    public async Task Store_BodyThatIsNone_IsRefused(string body, int status)
    {
        var answer = await server.AskAsync(Ask.Admin(Target, Fields(body.Length)) + body);

        Assert.Equal(status, answer.Status);
        Assert.Null(await server.ReadAsync("/shared/http/many/cut"));
    }

    [Fact]
    public async Task Store_ServerKilledAfterItsAnswer_HasAllOfThem()
    {
        using var scratch = new Scratch();
        await using (var first = await AtriumProcess.StartAsync(scratch.Path("data")))
        {
            (await AtriumProgram.RunAsync("space", "add", "/shared/kept", "--data", first.Data)).OrThrow();
            var body = Join([.. Enumerable.Range(0, 300).Select(i => Part($"filename=\"d{i % 7}/f{i}\"", $"content of {i}"))]);
            await using var wire = await Wire.ConnectTlsAsync(first);
            await wire.SendAsync(Ask.Admin("POST /api/v1/operations/store?path=/shared/kept", Fields(body.Length)) + body);
            var answer = await wire.AnswerAsync();
            first.Kill();
            Assert.Equal(300, Statuses(answer).Count(status => status == 201));
            await first.ExitCodeAsync();
        }
        await using var second = await AtriumProcess.StartAsync(scratch.Path("data"));
        using var client = second.NewClient();
        for (var i = 0; i < 300; i++)
            Assert.Equal($"content of {i}", Encoding.UTF8.GetString((await client.GetAsync($"/shared/kept/d{i % 7}/f{i}")).Body));
    }

    private async Task<WireAnswer> AskAsync(params string[] parts)
    {
        var body = Join(parts);
        return await server.AskAsync(Ask.Admin(Target, Fields(body.Length)) + body);
    }

    private static string[] Fields(long length) => ["Content-Type: multipart/form-data; boundary=limit", $"Content-Length: {length}"];

    private static string Part(string disposition, string content, params string[] fields)
        => $"--limit\r\nContent-Disposition: form-data; {disposition}\r\n{string.Concat(fields.Select(field => field + "\r\n"))}\r\n{content}\r\n";

    private static string Join(params string[] parts) => string.Concat(parts) + "--limit--\r\n";

    private static JsonElement Json(WireAnswer answer)
    {
        Assert.True(answer.Status == (int)HttpStatusCode.OK, $"{answer}");
        return JsonDocument.Parse(answer.Body).RootElement;
    }

    private static List<JsonElement> Files(WireAnswer answer) => [.. Json(answer).GetProperty("files").EnumerateArray()];

    private static IEnumerable<int> Statuses(WireAnswer answer) => Files(answer).Select(file => file.GetProperty("status").GetInt32());
}
