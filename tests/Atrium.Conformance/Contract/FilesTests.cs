using System.Security.Cryptography;
using System.Text.Json;

namespace Atrium.Conformance.Contract;

/// <summary>The files API as curl sees it (docs/architecture.md, the outside contract).</summary>
public sealed class FilesTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private readonly Curl curl = fixture.Curl;

    [Theory]
    [InlineData("--http1.1", 0)]
    [InlineData("--http1.1", 20)]
    [InlineData("--http2", 20)]
    [InlineData("--http1.1", 3_000_000)]
    [InlineData("--http2", 3_000_000)]
    public async Task Put_NewFile_IsReadBackWithItsTag(string protocol, int length)
    {
        var bytes = Bytes(length);
        var path = $"/shared/curl/new{protocol}/{length}/file.bin"; // missing parents are made

        var stored = await curl.StoreAsync(path, bytes, protocol);
        Assert.True(stored.Status == 201, $"{stored}");

        var read = await curl.ReadAsync(path, protocol);
        Assert.Equal(200, read.Status);
        Assert.Equal(bytes, read.Body);
        Assert.Equal($"\"{Convert.ToHexStringLower(SHA256.HashData(bytes))}\"", read.Header("ETag"));
        Assert.Equal($"{length}", read.Header("Content-Length"));
    }

    [Fact]
    public async Task Put_Chunked_IsReadBack()
    {
        var bytes = Bytes(200_000);
        var file = fixture.Scratch.Path("chunked");
        await File.WriteAllBytesAsync(file, bytes, TestRun.Cancelled);

        var stored = await curl.AsAdminAsync(
            "/api/v1/files/shared/curl/chunked", "--http1.1", "-X", "PUT", "-H", "Transfer-Encoding: chunked", "--data-binary", $"@{file}");

        Assert.True(stored.Status == 201, $"{stored}");
        Assert.Equal(bytes, (await curl.ReadAsync("/shared/curl/chunked")).Body);
    }

    [Fact]
    public async Task Put_ExistingFile_ReplacesIt()
    {
        await curl.StoreAsync("/shared/curl/replaced", Bytes(100));

        var answer = await curl.StoreAsync("/shared/curl/replaced", Bytes(200_000));

        Assert.True(answer.Status == 204, $"{answer}");
        Assert.Equal(Bytes(200_000), (await curl.ReadAsync("/shared/curl/replaced")).Body);
    }

    [Fact]
    public async Task Get_Range_IsPartial()
    {
        var bytes = Bytes(300_000);
        await curl.StoreAsync("/shared/curl/range", bytes);

        var middle = await curl.ReadAsync("/shared/curl/range", "-r", "70000-70099");
        Assert.Equal(206, middle.Status);
        Assert.Equal("bytes 70000-70099/300000", middle.Header("Content-Range"));
        Assert.Equal(bytes[70_000..70_100], middle.Body);

        var end = await curl.ReadAsync("/shared/curl/range", "-r", "-5");
        Assert.Equal(206, end.Status);
        Assert.Equal(bytes[^5..], end.Body);

        var outside = await curl.ReadAsync("/shared/curl/range", "-r", "300000-");
        Assert.Equal(416, outside.Status);
        Assert.Equal("bytes */300000", outside.Header("Content-Range"));
    }

    [Fact]
    public async Task Get_List_ShowsFilesAndFolders()
    {
        await curl.StoreAsync("/shared/curl/listed/file.txt", Bytes(7));
        await curl.StoreAsync("/shared/curl/listed/folder/below.txt", Bytes(8));

        var answer = await curl.ReadAsync("/shared/curl/listed?list");

        Assert.True(answer.Status == 200, $"{answer}");
        using var json = JsonDocument.Parse(answer.Body);
        Assert.Equal("/shared/curl/listed", json.RootElement.GetProperty("path").GetString());
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("next").ValueKind);
        var entries = json.RootElement.GetProperty("entries").EnumerateArray().ToDictionary(entry => entry.GetProperty("name").GetString()!);
        Assert.Equal(["file.txt", "folder"], entries.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("file", entries["file.txt"].GetProperty("kind").GetString());
        Assert.Equal(7, entries["file.txt"].GetProperty("size").GetInt64());
        Assert.Equal("folder", entries["folder"].GetProperty("kind").GetString());
        Assert.True(entries["file.txt"].TryGetProperty("modified", out _));
        Assert.True(entries["file.txt"].TryGetProperty("etag", out _));
        Assert.True(entries["file.txt"].TryGetProperty("version", out _));
    }

    [Fact]
    public async Task Get_ListInPages_ShowsEachEntryOnce()
    {
        for (var i = 0; i < 7; i++)
            await curl.StoreAsync($"/shared/curl/paged/f{i}", Bytes(i));

        var names = new List<string>();
        string? next = null;
        do
        {
            var answer = await curl.ReadAsync($"/shared/curl/paged?list&limit=3{(next is null ? "" : $"&after={Uri.EscapeDataString(next)}")}");
            Assert.True(answer.Status == 200, $"{answer}");
            using var json = JsonDocument.Parse(answer.Body);
            names.AddRange(json.RootElement.GetProperty("entries").EnumerateArray().Select(entry => entry.GetProperty("name").GetString()!));
            next = json.RootElement.GetProperty("next").GetString();
        }
        while (next is not null);

        Assert.Equal(["f0", "f1", "f2", "f3", "f4", "f5", "f6"], names);
    }

    [Fact]
    public async Task Patch_Append_AddsToTheEnd()
    {
        await curl.StoreAsync("/shared/curl/log", "one "u8.ToArray());

        var answer = await curl.AsAdminAsync("/api/v1/files/shared/curl/log?append", "-X", "PATCH", "--data-binary", "two");

        Assert.True(answer.Status is 200 or 204, $"{answer}");
        Assert.Equal("one two", (await curl.ReadAsync("/shared/curl/log")).Text);
    }

    [Fact]
    public async Task Put_TrailingSlash_MakesAFolder()
    {
        var answer = await curl.AsAdminAsync("/api/v1/files/shared/curl/made/", "-X", "PUT");

        Assert.True(answer.Status == 201, $"{answer}");
        Assert.Equal(200, (await curl.ReadAsync("/shared/curl/made?list")).Status);
    }

    [Fact]
    public async Task Move_File_StandsAtTheNewPathOnly()
    {
        await curl.StoreAsync("/shared/curl/from", Bytes(50));

        var answer = await curl.OperateAsync("move", """{"from": "/shared/curl/from", "to": "/shared/curl/to"}""");

        Assert.True(answer.Status is >= 200 and < 300, $"{answer}");
        Assert.Equal(404, (await curl.ReadAsync("/shared/curl/from")).Status);
        Assert.Equal(Bytes(50), (await curl.ReadAsync("/shared/curl/to")).Body);
    }

    [Fact]
    public async Task Move_TargetThere_IsRefusedUnlessOverwrite()
    {
        await curl.StoreAsync("/shared/curl/over1", Bytes(1));
        await curl.StoreAsync("/shared/curl/over2", Bytes(2));

        var refused = await curl.OperateAsync("move", """{"from": "/shared/curl/over1", "to": "/shared/curl/over2"}""");
        Assert.True(refused.Status == 409, $"{refused}");
        Assert.StartsWith("application/problem+json", refused.Header("Content-Type"), StringComparison.Ordinal);

        var done = await curl.OperateAsync("move", """{"from": "/shared/curl/over1", "to": "/shared/curl/over2", "overwrite": true}""");
        Assert.True(done.Status is >= 200 and < 300, $"{done}");
        Assert.Equal(Bytes(1), (await curl.ReadAsync("/shared/curl/over2")).Body);
    }

    [Fact]
    public async Task Copy_Folder_StandsAtBothPaths()
    {
        await curl.StoreAsync("/shared/curl/tree/a/large", Bytes(100_000));

        var answer = await curl.OperateAsync("copy", """{"from": "/shared/curl/tree", "to": "/shared/curl/twin"}""");

        Assert.True(answer.Status is >= 200 and < 300, $"{answer}");
        Assert.Equal(Bytes(100_000), (await curl.ReadAsync("/shared/curl/tree/a/large")).Body);
        Assert.Equal(Bytes(100_000), (await curl.ReadAsync("/shared/curl/twin/a/large")).Body);
    }

    [Fact]
    public async Task Delete_ThenUndelete_BringsItBack()
    {
        await curl.StoreAsync("/shared/curl/gone", Bytes(90_000));

        var deleted = await curl.AsAdminAsync("/api/v1/files/shared/curl/gone", "-X", "DELETE");
        Assert.True(deleted.Status is 200 or 204, $"{deleted}");
        Assert.Equal(404, (await curl.ReadAsync("/shared/curl/gone")).Status);

        var undeleted = await curl.OperateAsync("undelete", """{"path": "/shared/curl/gone"}""");
        Assert.True(undeleted.Status is >= 200 and < 300, $"{undeleted}");
        Assert.Equal(Bytes(90_000), (await curl.ReadAsync("/shared/curl/gone")).Body);
    }

    [Fact]
    public async Task Delete_FolderWithContent_IsRefusedUnlessRecursive()
    {
        await curl.StoreAsync("/shared/curl/full/file", Bytes(1));

        Assert.Equal(409, (await curl.AsAdminAsync("/api/v1/files/shared/curl/full", "-X", "DELETE")).Status);
        Assert.Equal(204, (await curl.AsAdminAsync("/api/v1/files/shared/curl/full?recursive=true", "-X", "DELETE")).Status);
        Assert.Equal(404, (await curl.ReadAsync("/shared/curl/full?list")).Status);
    }

    [Fact]
    public async Task Put_OldTag_IsRefused()
    {
        await curl.StoreAsync("/shared/curl/tagged", Bytes(1));
        var tag = (await curl.ReadAsync("/shared/curl/tagged")).Header("ETag");
        await curl.StoreAsync("/shared/curl/tagged", Bytes(2));

        var answer = await curl.StoreAsync("/shared/curl/tagged", Bytes(3), "-H", $"If-Match: {tag}");

        Assert.True(answer.Status == 412, $"{answer}");
        Assert.Equal(Bytes(2), (await curl.ReadAsync("/shared/curl/tagged")).Body);
    }

    [Fact]
    public async Task Get_SameTag_IsNotModified()
    {
        await curl.StoreAsync("/shared/curl/cached", Bytes(1));
        var tag = (await curl.ReadAsync("/shared/curl/cached")).Header("ETag");

        Assert.Equal(304, (await curl.ReadAsync("/shared/curl/cached", "-H", $"If-None-Match: {tag}")).Status);
    }

    [Theory]
    [InlineData("/api/v1/files/shared/curl/secret")]
    [InlineData("/api/v1/files/shared/curl?list")]
    [InlineData("/api/v1/files/nowhere/at/all")]
    public async Task Get_NotSignedIn_401(string path)
    {
        await curl.StoreAsync("/shared/curl/secret", Bytes(1));

        var nobody = await curl.AnonymousAsync(path);
        Assert.Equal(401, nobody.Status);
        Assert.Contains("Basic", nobody.Header("WWW-Authenticate"), StringComparison.Ordinal);
        Assert.Equal(401, (await curl.AnonymousAsync(path, "-u", "admin:wrong")).Status);
    }

    [Fact]
    public async Task Put_NotSignedIn_401AndNothingIsStored()
    {
        var answer = await curl.AnonymousAsync("/api/v1/files/shared/curl/by-nobody", "-X", "PUT", "--data-binary", "x");

        Assert.Equal(401, answer.Status);
        Assert.Equal(404, (await curl.ReadAsync("/shared/curl/by-nobody")).Status);
    }

    [Fact]
    public async Task Get_UnknownFile_IsAProblem()
    {
        var answer = await curl.ReadAsync("/shared/curl/unknown");

        Assert.Equal(404, answer.Status);
        Assert.StartsWith("application/problem+json", answer.Header("Content-Type"), StringComparison.Ordinal);
        using var json = JsonDocument.Parse(answer.Body);
        Assert.Equal(404, json.RootElement.GetProperty("status").GetInt32());
    }

    [Fact]
    public async Task Put_OverTheQuota_507()
    {
        Assert.Equal(201, (await curl.StoreAsync("/shared/small/fits", Bytes(6_000_000))).Status);

        var answer = await curl.StoreAsync("/shared/small/too-much", Bytes(6_000_000));

        Assert.True(answer.Status == 507, $"{answer}");
        Assert.Equal(404, (await curl.ReadAsync("/shared/small/too-much")).Status);
        Assert.Equal(Bytes(6_000_000), (await curl.ReadAsync("/shared/small/fits")).Body);
    }

    [Fact]
    public async Task Put_OverTheQuotaAskedFirst_507BeforeTheBody()
    {
        // curl waits for "100 Continue" so long that the test's own patience would end first.
        var answer = await curl.StoreAsync(
            "/shared/small/huge", Bytes(12_000_000), "--http1.1", "-H", "Expect: 100-continue", "--expect100-timeout", "600");

        Assert.True(answer.Status == 507, $"{answer}");
        Assert.Equal(0, answer.Sent);
    }

    [Fact]
    public async Task Put_OverTheQuotaLengthUnknown_507()
    {
        var file = fixture.Scratch.Path("over");
        await File.WriteAllBytesAsync(file, Bytes(12_000_000), TestRun.Cancelled);

        var answer = await curl.AsAdminAsync(
            "/api/v1/files/shared/small/streamed", "--http1.1", "-X", "PUT", "-H", "Transfer-Encoding: chunked", "--data-binary", $"@{file}");

        Assert.True(answer.Status == 507, $"{answer}");
        Assert.Equal(404, (await curl.ReadAsync("/shared/small/streamed")).Status);
    }

    [Fact]
    public async Task Get_OverHttp_IsSentToHttps()
    {
        var answer = await Shell.RunAsync(
            "curl", "-sS", "-o", "/dev/null", "-w", "%{http_code} %{redirect_url}", $"http://127.0.0.1:{fixture.Server.PortBase + 80}/api/v1/files/shared");

        Assert.Matches($@"^30[1278] https://127\.0\.0\.1:{fixture.Server.HttpsPort}/", answer.Output);
    }

    private static byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        new Dice((ulong)length).Fill(bytes);
        return bytes;
    }
}
