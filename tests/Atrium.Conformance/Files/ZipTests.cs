using System.IO.Compression;
using System.Text.Json;
using Atrium.Conformance.Http;

namespace Atrium.Conformance.Files;

/// <summary>Folders as zips: what unpackers make of them.</summary>
[Collection(HttpCollection.Name)]
public sealed class ZipTests(HttpServer server)
{
    private const string Folder = "/shared/http/zipped";

    [Fact]
    public async Task Zip_OfAFolder_IsUnpackedByAll()
    {
        await server.StoreAsync($"{Folder}/a.txt", "the first", "Atrium-Modified: 2020-02-03T04:05:06Z");
        await server.StoreAsync($"{Folder}/sub/gr%C3%BC%C3%9Fe%20%28%E6%97%A5%29.txt", "the second");
        await server.StoreAsync($"{Folder}/sub/..%5C..%5Cevil.txt", "stays inside");
        // Larger than what is held in memory: its checksum follows it.
        var large = new string('x', 2_500_000);
        await server.StoreAsync($"{Folder}/sub/large.bin", large);
        Assert.Equal(201, (await server.AskAsync(Ask.Admin($"PUT /api/v1/files{Folder}/empty/", "Content-Length: 0"))).Status);

        var head = await server.AskAsync(Ask.Admin($"HEAD /api/v1/files{Folder}?zip"));
        var answer = await server.AskAsync(Ask.Admin($"GET /api/v1/files{Folder}?zip"));

        Assert.Equal((200, "application/zip", "attachment; filename=\"zipped.zip\""), (answer.Status, answer["Content-Type"], answer["Content-Disposition"]));
        Assert.Equal(answer["Content-Length"], head["Content-Length"]);
        Assert.Equal(answer.Body, (await server.AskAsync(Ask.Admin($"GET /api/v1/files{Folder}", "Accept: application/zip"))).Body);
        var path = server.Scratch.Path("zipped.zip");
        await File.WriteAllBytesAsync(path, answer.Body, TestRun.Cancelled);
        using (var archive = await ZipFile.OpenReadAsync(path, TestRun.Cancelled))
        {
            Assert.Equal(
                ["zipped/", "zipped/a.txt", "zipped/empty/", "zipped/sub/", "zipped/sub/..＼..＼evil.txt", "zipped/sub/grüße (日).txt", "zipped/sub/large.bin"],
                archive.Entries.Select(entry => entry.FullName).Order(StringComparer.Ordinal));
        }
        (await Shell.RunAsync("unzip", "-tq", path)).OrThrow();
        (await Shell.RunAsync("python3", "-c", "import sys,zipfile; z=zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; assert len(z.namelist())==7", path)).OrThrow();
        var to = Directory.CreateDirectory(server.Scratch.Path("unzipped")).FullName;
        (await Shell.RunAsync("bsdtar", "-xf", path, "-C", to)).OrThrow();
        Assert.Equal("the second", await File.ReadAllTextAsync(Path.Combine(to, "zipped/sub/grüße (日).txt"), TestRun.Cancelled));
        Assert.Equal(large, await File.ReadAllTextAsync(Path.Combine(to, "zipped/sub/large.bin"), TestRun.Cancelled));
        Assert.Equal(new DateTime(2020, 2, 3, 4, 5, 6, DateTimeKind.Utc), File.GetLastWriteTimeUtc(Path.Combine(to, "zipped/a.txt")));
        // Read from its beginning, without seeking.
        (await Shell.RunAsync("bash", "-o", "pipefail", "-c", $"cat '{path}' | bsdtar -tf - >/dev/null")).OrThrow();
    }

    [Fact]
    public async Task Zip_OfTheFirstRefusals_IsNone()
    {
        await server.StoreAsync($"{Folder}-no/f", "f");
        Assert.Equal(409, (await server.AskAsync(Ask.Admin($"GET /api/v1/files{Folder}-no/f?zip"))).Status);
        Assert.Equal(404, (await server.AskAsync(Ask.Admin($"GET /api/v1/files{Folder}-nothing?zip"))).Status);
        Assert.Equal(404, (await server.AskAsync(Ask.Guest($"GET /api/v1/files{Folder}-no?zip"))).Status);
        Assert.Equal(400, (await server.AskAsync(Ask.Admin("GET /api/v1/files/shared?zip"))).Status);
        Assert.Equal(401, (await server.AskAsync(Ask.Nobody($"GET /api/v1/files{Folder}-no?zip"))).Status);
    }

    [Fact]
    public async Task Zip_ByALink_IsOneDownload()
    {
        foreach (var name in (string[])["1", "2", "3"])
            await server.StoreAsync($"{Folder}-link/{name}", name);
        var request = $$"""{"path":"{{Folder}}-link","maxDownloads":1}""";
        var made = await server.AskAsync(Ask.Admin("POST /api/v1/shares", "Content-Type: application/json", $"Content-Length: {request.Length}") + request);
        var token = JsonDocument.Parse(made.Body).RootElement.GetProperty("token").GetString();
        Assert.Equal(200, (await server.AskAsync(Ask.Nobody($"HEAD /s/{token}?zip"))).Status);
        var zip = await server.AskAsync(Ask.Nobody($"GET /s/{token}?zip"));
        using var archive = new ZipArchive(new MemoryStream(zip.Body));
        Assert.Equal(4, archive.Entries.Count);
        Assert.Equal(404, (await server.AskAsync(Ask.Nobody($"GET /s/{token}?zip"))).Status);
    }
}
