using System.Text;

namespace Atrium.Conformance.Http;

/// <summary>RFC 9110, 14, over the wire.</summary>
[Collection(HttpCollection.Name)]
public sealed class RangeTests(HttpServer server)
{
    private const string Path = "/shared/http/alphabet.txt", Content = "abcdefghijklmnopqrstuvwxyz";

    [Theory]
    [InlineData("bytes=0-0", "bytes 0-0/26", "a")]
    [InlineData("bytes=0-", "bytes 0-25/26", Content)]
    [InlineData("bytes=5-9", "bytes 5-9/26", "fghij")]
    [InlineData("bytes=-3", "bytes 23-25/26", "xyz")]
    [InlineData("bytes=-1000", "bytes 0-25/26", Content)]
    [InlineData("bytes=20-1000", "bytes 20-25/26", "uvwxyz")]
    [InlineData("Bytes=25-", "bytes 25-25/26", "z")]
    [InlineData("bytes=0-4,2-9", "bytes 0-9/26", "abcdefghij")] // they overlap
    [InlineData("bytes=100-,1-2", "bytes 1-2/26", "bc")] // one that is there
    public async Task Get_OneRange_206WithThoseBytes(string range, string contentRange, string expected)
    {
        var answer = await AskAsync($"Range: {range}");

        Assert.Equal((206, contentRange, expected), (answer.Status, answer["Content-Range"], answer.Text));
        Assert.Equal($"{expected.Length}", answer["Content-Length"]);
        Assert.NotNull(answer["ETag"]);
        Assert.NotNull(answer["Last-Modified"]);
        Assert.NotNull(answer["Cache-Control"]);
    }

    [Theory]
    [InlineData("bytes=0-1,5-6", "0-1 5-6")]
    [InlineData("bytes=20-21, 0-1 ,-2", "20-21 0-1 24-25")]
    public async Task Get_ManyRanges_206WithOnePartForEach(string range, string parts)
    {
        var answer = await AskAsync($"Range: {range}");

        Assert.Equal(206, answer.Status);
        Assert.Null(answer["Content-Range"]); // 15.3.7.2: it stands in the parts
        Assert.StartsWith("multipart/byteranges; boundary=", answer["Content-Type"], StringComparison.Ordinal);
        var boundary = answer["Content-Type"]!["multipart/byteranges; boundary=".Length..];
        var expected = new StringBuilder();
        foreach (var part in parts.Split(' '))
        {
            var (first, last) = (int.Parse(part.Split('-')[0]), int.Parse(part.Split('-')[1]));
            expected.Append($"{(expected.Length == 0 ? "" : "\r\n")}--{boundary}\r\nContent-Type: text/plain; charset=utf-8\r\n")
                .Append($"Content-Range: bytes {first}-{last}/26\r\n\r\n{Content[first..(last + 1)]}");
        }
        Assert.Equal($"{expected}\r\n--{boundary}--\r\n", answer.Text);
    }

    [Theory]
    [InlineData("bytes=26-")]
    [InlineData("bytes=100-200")]
    [InlineData("bytes=-0")]
    [InlineData("bytes=99999999999999999999-")]
    public async Task Get_RangeThatIsNotThere_416WithTheLength(string range)
    {
        var answer = await AskAsync($"Range: {range}");

        Assert.Equal((416, "bytes */26", "application/problem+json"), (answer.Status, answer["Content-Range"], answer["Content-Type"]));
        Assert.Null(answer["ETag"]);
    }

    [Theory]
    [InlineData("bytes=5-2")]
    [InlineData("bytes=a-b")]
    [InlineData("bytes=")]
    [InlineData("bytes")]
    [InlineData("lines=1-2")]
    [InlineData("bytes=0-0,2-2,4-4,6-6,8-8,10-10,12-12,14-14,16-16,18-18,20-20,22-22,24-24,0-0,0-0,0-0,0-0")] // more than 16
    public async Task Get_RangeThatIsNone_200WithTheWhole(string range)
    {
        var answer = await AskAsync($"Range: {range}");

        Assert.Equal((200, Content, "bytes"), (answer.Status, answer.Text, answer["Accept-Ranges"]));
        Assert.Null(answer["Content-Range"]);
    }

    [Fact]
    public async Task Get_RangeOfAnEmptyFile_200Or416()
    {
        await server.StoreAsync("/shared/http/empty", "");

        Assert.Equal(416, (await server.AskAsync(Ask.Admin("GET /api/v1/files/shared/http/empty", "Range: bytes=0-"))).Status);
        Assert.Equal(200, (await server.AskAsync(Ask.Admin("GET /api/v1/files/shared/http/empty", "Range: bytes=-5"))).Status);
    }

    [Fact]
    public async Task Head_Range_IsPassedOver()
    {
        await server.StoreAsync(Path, Content);
        var answer = await server.AskAsync(Ask.Admin($"HEAD /api/v1/files{Path}", "Range: bytes=0-1"));

        Assert.Equal((200, "26"), (answer.Status, answer["Content-Length"]));
    }

    [Fact]
    public async Task Get_IfRange_PartOnlyOfTheSameFile()
    {
        var first = await AskAsync("X: y");
        var (tag, date) = (first["ETag"]!, first["Last-Modified"]!);

        Assert.Equal(206, (await AskAsync("Range: bytes=0-1", $"If-Range: {tag}")).Status);
        Assert.Equal(200, (await AskAsync("Range: bytes=0-1", "If-Range: \"other\"")).Status);
        Assert.Equal(200, (await AskAsync("Range: bytes=0-1", $"If-Range: W/{tag}")).Status);
        Assert.Equal(200, (await AskAsync("Range: bytes=0-1", "If-Range: Mon, 01 Jan 2001 00:00:00 GMT")).Status);
        Assert.Equal(200, (await AskAsync("Range: bytes=0-1", "If-Range: Fri, 01 Jan 2100 00:00:00 GMT")).Status);
        Assert.Equal(200, (await AskAsync("Range: bytes=0-1", "If-Range: yesterday")).Status);
        Assert.Equal(200, (await AskAsync("Range: bytes=100-", "If-Range: \"other\"")).Status); // no 416 for another file
        Assert.Equal(206, (await AskAsync("Range: bytes=0-1", $"If-Range: {date}")).Status);
    }

    [Fact]
    public async Task Get_RangeAcrossAppendedPieces_IsSeamless()
    {
        var content = "";
        for (var i = 0; i < 5; i++)
        {
            var piece = new string((char)('a' + i), 30_000);
            Assert.InRange((await server.AskAsync(Ask.Admin("PATCH /api/v1/files/shared/http/pieces?append", $"Content-Length: {piece.Length}") + piece)).Status, 201, 204);
            content += piece;
        }
        foreach (var (first, last) in new[] { (0, 149_999), (29_999, 30_000), (29_990, 95_000), (119_999, 149_999), (60_000, 89_999) })
            Assert.Equal(content[first..(last + 1)], (await server.AskAsync(Ask.Admin("GET /api/v1/files/shared/http/pieces", $"Range: bytes={first}-{last}"))).Text);
    }

    private async Task<WireAnswer> AskAsync(params string[] fields)
    {
        // A second that is over: of the present one nobody can say whether another change follows in it.
        await server.StoreAsync(Path, Content, "X-OC-Mtime: 1000000000");
        return await server.AskAsync(Ask.Admin($"GET /api/v1/files{Path}", fields));
    }
}
