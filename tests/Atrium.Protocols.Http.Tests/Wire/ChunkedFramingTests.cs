using System.Text;
using Atrium.Protocols.Http.Wire;
using CsCheck;

namespace Atrium.Protocols.Http.Tests.Wire;

/// <summary>RFC 9112, 7.1; ATTACKS 2 and 5 (CVE-2025-55315).</summary>
public class ChunkedFramingTests
{
    private static readonly Gen<byte[]> Bytes = Gen.OneOf(Gen.OneOf("0159afF;=\r\n\t :X\""u8.ToArray()), Gen.Byte).Array[0, 40];

    [Fact]
    public void Look_AnyBodyInAnyPieces_EndsWhereItEnds() => Gen.Select(ChunkedBody.Any, Gen.Int[1, 9], Gen.Byte.Array[0, 9]).Sample((body, piece, next) =>
    {
        var framing = new ChunkedFraming();
        var wire = new List<byte>([.. body.Wire, .. next]);
        var total = 0;
        foreach (var bytes in wire.Chunk(piece))
        {
            Assert.Null(framing.Look(bytes, out var taken));
            total += taken;
        }
        Assert.True(framing.HasEnded);
        Assert.Equal(body.Wire.Length, total);
    });

    [Fact]
    public void Look_BodyCutAnywhere_HasNotEnded() => Gen.Select(ChunkedBody.Any, Gen.Int[0, 1000]).Sample((body, at) =>
    {
        var framing = new ChunkedFraming();
        Assert.Null(framing.Look(body.Wire.AsSpan(0, at % body.Wire.Length), out _));
        Assert.False(framing.HasEnded);
    });

    [Fact]
    public void Look_AnyBytes_SaysTheSameWholeAndInPieces() => Bytes.Sample(bytes =>
    {
        var whole = new ChunkedFraming().Look(bytes, out _);
        var framing = new ChunkedFraming();
        string? inPieces = null;
        foreach (var b in bytes)
            inPieces ??= framing.Look([b], out _);
        Assert.Equal(whole, inPieces);
    }, iter: 20_000);

    [Theory]
    [InlineData("5;a\nhello\r\n0\r\n\r\n")]
    [InlineData("5;\n\r\nhello\r\n0\r\n\r\n")]
    [InlineData("5;a\rb\r\nhello\r\n0\r\n\r\n")]
    [InlineData("5;a=\0\r\nhello\r\n0\r\n\r\n")]
    [InlineData("5;a=\u007f\r\nhello\r\n0\r\n\r\n")]
    [InlineData("5\nhello\r\n0\r\n\r\n")]
    [InlineData("5\r\nhello\n0\r\n\r\n")]
    [InlineData("5\r\nhelloX\r\n0\r\n\r\n")]
    [InlineData("5\r\nhello\r\n0\n\n")]
    [InlineData("5\r\nhello\r\n0\r\n\n")]
    [InlineData("5\r\nhello\r\n0\r\nX: y\n\r\n")]
    [InlineData("5\r\nhello\r\n0\r\nX: \0y\r\n\r\n")]
    [InlineData("\r\nhello\r\n0\r\n\r\n")]
    [InlineData(";a\r\nhello\r\n0\r\n\r\n")]
    [InlineData(" 5\r\nhello\r\n0\r\n\r\n")]
    [InlineData("5 \r\nhello\r\n0\r\n\r\n")]
    [InlineData("5;\r\nhello\r\n0\r\n\r\n")]
    [InlineData("5;a;\r\nhello\r\n0\r\n\r\n")]
    [InlineData("5;=b\r\nhello\r\n0\r\n\r\n")]
    [InlineData("5;a=\r\nhello\r\n0\r\n\r\n")]
    [InlineData("5;a[=b\r\nhello\r\n0\r\n\r\n")]
    [InlineData("5;a =b\r\nhello\r\n0\r\n\r\n")]
    [InlineData("5;a=\"b\r\nhello\r\n0\r\n\r\n")]
    [InlineData("5;a=\"b\"c\r\nhello\r\n0\r\n\r\n")]
    [InlineData("0\r\nContent-Length: 5\r\n\r\n")]
    [InlineData("0\r\ntransfer-encoding: chunked\r\n\r\n")]
    [InlineData("0\r\nHost: evil.example\r\n\r\n")]
    [InlineData("0\r\nAuthorization: Basic YTpi\r\n\r\n")]
    [InlineData("0\r\nContent-Type: text/html\r\n\r\n")]
    [InlineData("0\r\n: a\r\n\r\n")]
    [InlineData("0\r\nX : a\r\n\r\n")]
    [InlineData("0\r\nX\r\n\r\n")]
    [InlineData("0\r\nX: a\r\n b\r\n\r\n")]
    [InlineData("5\t;a\r\nhello\r\n0\r\n\r\n")]
    [InlineData("-5\r\nhello\r\n0\r\n\r\n")]
    [InlineData("+5\r\nhello\r\n0\r\n\r\n")]
    [InlineData("0x5\r\nhello\r\n0\r\n\r\n")]
    [InlineData("5_0\r\nhello\r\n0\r\n\r\n")]
    [InlineData("g\r\n")]
    [InlineData("80000000\r\n")]
    [InlineData("ffffffff\r\n")]
    [InlineData("100000000\r\n")]
    [InlineData("FFFFFFFFFFFFFFFFF\r\n")]
    [InlineData("000000005\r\nhello\r\n0\r\n\r\n")]
    public void Look_BrokenBody_IsWrong(string body) => Assert.NotNull(new ChunkedFraming().Look(Encoding.Latin1.GetBytes(body), out _));

    [Theory]
    [InlineData("7fffffff\r\n")]
    [InlineData("00000005\r\nhello\r\n0\r\n\r\n")]
    [InlineData("5;a=\"b\\\"c\";d\r\nhello\r\n0\r\n\r\n")]
    [InlineData("5;a;b=c;d=\"e\"\r\nhello\r\n0;f\r\nX: y\r\n\r\n")]
    public void Look_UnusualBody_IsFine(string body) => Assert.Null(new ChunkedFraming().Look(Encoding.Latin1.GetBytes(body), out _));

    [Fact]
    public void Look_TrailersOverTheLimit_AreRefused()
        => Assert.NotNull(new ChunkedFraming().Look(Encoding.ASCII.GetBytes($"0\r\n{string.Concat(Enumerable.Repeat("X-Trailer: value\r\n", 600))}"), out _));

    [Fact]
    public void Look_ExtensionAtAndOverTheLimit_IsTakenAndRefused()
    {
        Assert.Null(new ChunkedFraming().Look(Encoding.ASCII.GetBytes($"5;{new string('a', 1024)}\r\nhello\r\n"), out _));
        Assert.NotNull(new ChunkedFraming().Look(Encoding.ASCII.GetBytes($"5;{new string('a', 1025)}"), out _));
    }
}
