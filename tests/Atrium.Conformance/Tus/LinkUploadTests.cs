using System.Text;
using System.Text.Json;
using Atrium.Conformance.Http;

namespace Atrium.Conformance.Tus;

/// <summary>tus 1.0 for those who hold a link: at its own address, each upload behind it as <c>?upload=</c>.</summary>
[Collection(HttpCollection.Name)]
public sealed class LinkUploadTests(HttpServer server)
{
    private const string Tus = "Tus-Resumable: 1.0.0";

    [Fact]
    public async Task Upload_ByALink_StandsUnderAFreeName()
    {
        var token = await DropAsync("free");
        await server.StoreAsync("/shared/http/drops/free/letter.txt", "the first");
        var begun = await BeginAsync(token, "letter.txt", 10);
        var upload = begun["Location"]!;
        Assert.StartsWith($"/s/{token}?upload=", upload, StringComparison.Ordinal);
        Assert.Equal((204, "4"), Offset(await AppendAsync(upload, 0, "the ")));
        Assert.Null(await server.ReadAsync("/shared/http/drops/free/letter%20(2).txt"));
        Assert.Equal(409, (await AppendAsync(upload, 0, "the ")).Status);

        var last = await AppendAsync(upload, 4, "second");

        Assert.Equal((204, "10"), Offset(last));
        Assert.Contains("letter%20%282%29.txt", last["Content-Disposition"], StringComparison.Ordinal);
        Assert.Equal("the second", await server.ReadAsync("/shared/http/drops/free/letter%20(2).txt"));
        Assert.Equal("the first", await server.ReadAsync("/shared/http/drops/free/letter.txt"));
        var told = await server.AskAsync(Ask.Nobody($"GET {upload}", Tus));
        Assert.Equal((200, "10"), Offset(told));
        Assert.DoesNotContain("/shared", told.Text, StringComparison.Ordinal);
        Assert.Equal(409, (await server.AskAsync(Ask.Nobody($"DELETE {upload}", Tus))).Status);
    }

    /// <summary>Many hold the same link, and do not know each other.</summary>
    [Fact]
    public async Task Upload_WithoutItsSecret_IsNobodys()
    {
        var token = await DropAsync("secret");
        var upload = (await BeginAsync(token, "mine.txt", 10))["Location"]!;
        var another = await DropAsync("secret");
        string[] others = [upload[..^1], upload + "A", upload[..upload.IndexOf('.')], upload.Replace(token, another, StringComparison.Ordinal), $"/s/{token}?upload=", $"/s/{token}?upload=1.", $"/s/{token}?upload=x.y"];
        foreach (var other in others)
        {
            Assert.Equal(404, (await server.AskAsync(Ask.Nobody($"HEAD {other}", Tus))).Status);
            Assert.Equal(404, (await AppendAsync(other, 0, "not mine")).Status);
            Assert.Equal(404, (await server.AskAsync(Ask.Nobody($"DELETE {other}", Tus))).Status);
        }
        var number = upload[(upload.IndexOf('=') + 1)..upload.IndexOf('.')];
        Assert.Equal(404, (await server.AskAsync(Ask.Admin($"GET /api/v1/uploads/{number}"))).Status);
        Assert.Equal((204, "4"), Offset(await AppendAsync(upload, 0, "mine")));
        Assert.Equal(204, (await server.AskAsync(Ask.Nobody($"DELETE {upload}", Tus))).Status);
        Assert.Equal(404, (await AppendAsync(upload, 4, "more")).Status);
    }

    [Fact]
    public async Task Upload_FolderMovedMeanwhile_FollowsIt()
    {
        var token = await DropAsync("before");
        var upload = (await BeginAsync(token, "follows.txt", 4))["Location"]!;
        Assert.Equal(204, (await AppendAsync(upload, 0, "12")).Status);
        var move = """{"from":"/shared/http/drops/before","to":"/shared/http/drops/after"}""";
        Assert.Equal(201, (await server.AskAsync(Ask.Admin("POST /api/v1/operations/move", "Content-Type: application/json", $"Content-Length: {move.Length}") + move)).Status);
        Assert.Equal(204, (await AppendAsync(upload, 2, "34")).Status);
        Assert.Equal("1234", await server.ReadAsync("/shared/http/drops/after/follows.txt"));
    }

    [Fact]
    public async Task Upload_LinkRevokedOrForReading_IsRefused()
    {
        var (token, id) = await NewDropAsync("revoked");
        var upload = (await BeginAsync(token, "late.txt", 4))["Location"]!;
        Assert.Equal(204, (await server.AskAsync(Ask.Admin($"DELETE /api/v1/shares/{id}"))).Status);
        Assert.Equal(404, (await AppendAsync(upload, 0, "1234")).Status);
        Assert.Null(await server.ReadAsync("/shared/http/drops/revoked/late.txt"));

        await server.StoreAsync("/shared/http/drops/read/f", "f");
        var (reading, _) = await LinkAsync("""{"path":"/shared/http/drops/read"}""");
        Assert.Equal(403, (await AskToBeginAsync(reading, "x", 1)).Status);
        Assert.Equal(400, (await AskToBeginAsync(await DropAsync("named"), "a\u0001b", 1)).Status);
        // A path that a client sends along stays its own business.
        var begun = await BeginAsync(await DropAsync("named"), "../../escaped.txt", 0);
        Assert.Equal(201, begun.Status);
        Assert.Equal("", await server.ReadAsync("/shared/http/drops/named/escaped.txt"));
    }

    private async Task<string> DropAsync(string name) => (await NewDropAsync(name)).Token;

    private async Task<(string Token, string Id)> NewDropAsync(string name)
    {
        var made = await server.AskAsync(Ask.Admin($"PUT /api/v1/files/shared/http/drops/{name}/", "Content-Length: 0"));
        Assert.True(made.Status is 201 or 204 or 409, $"{made}");
        return await LinkAsync($$"""{"path":"/shared/http/drops/{{name}}","kind":"upload"}""");
    }

    private async Task<(string Token, string Id)> LinkAsync(string request)
    {
        var answer = await server.AskAsync(Ask.Admin("POST /api/v1/shares", "Content-Type: application/json", $"Content-Length: {request.Length}") + request);
        Assert.True(answer.Status == 201, $"{answer}");
        var made = JsonDocument.Parse(answer.Body).RootElement;
        return (made.GetProperty("token").GetString()!, made.GetProperty("share").GetProperty("id").GetString()!);
    }

    private async Task<WireAnswer> BeginAsync(string token, string name, long length)
    {
        var answer = await AskToBeginAsync(token, name, length);
        Assert.True(answer.Status == 201, $"{answer}");
        return answer;
    }

    private Task<WireAnswer> AskToBeginAsync(string token, string name, long length) => server.AskAsync(Ask.Nobody(
        $"POST /s/{token}", Tus, $"Upload-Length: {length}", $"Upload-Metadata: filename {Convert.ToBase64String(Encoding.UTF8.GetBytes(name))}", "Content-Length: 0"));

    private Task<WireAnswer> AppendAsync(string upload, long offset, string content) => server.AskAsync(Ask.Nobody(
        $"PATCH {upload}", Tus, "Content-Type: application/offset+octet-stream", $"Upload-Offset: {offset}", $"Content-Length: {content.Length}") + content);

    private static (int, string?) Offset(WireAnswer answer) => (answer.Status, answer["Upload-Offset"]);
}
