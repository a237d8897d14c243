using Atrium.Core;
using Atrium.Core.Repository;
using Atrium.Protocols.Http.Files;
using CsCheck;
using Microsoft.AspNetCore.Http;

namespace Atrium.Protocols.Http.Tests.Files;

public class UploadFieldsTests
{
    [Fact]
    public void Read_NoFields_LeavesAllToTheServer()
    {
        var options = Read().Value;

        Assert.Null(options.MediaType);
        Assert.Null(options.Modified);
        Assert.Null(options.ExpectedLength);
        Assert.Null(options.ExpectedSha256);
        Assert.Equal(MissingParents.Create, options.MissingParents);
    }

    [Theory]
    [InlineData("text/plain", "text/plain")]
    [InlineData("text/html; charset=\"utf-8\"", "text/html; charset=\"utf-8\"")]
    [InlineData("application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.text")]
    [InlineData("application/x-www-form-urlencoded", null)] // curl -d and --data-binary say it of everything
    [InlineData("", null)]
    public void Read_ContentType_IsKept(string field, string? expected) => Assert.Equal(expected, Read(("Content-Type", field)).Value.MediaType);

    [Theory]
    [InlineData("text")]
    [InlineData("text/")]
    [InlineData("/plain")]
    [InlineData("*/*")]
    [InlineData("text/*")]
    [InlineData("text/plain, text/html")]
    [InlineData("text/plain\u0080")]
    [InlineData("text/plain; x=\"a\tb\"")]
    public void Read_NoMediaType_IsInvalid(string field) => Assert.Equal(Refusal.Invalid, Read(("Content-Type", field)).Refused?.Kind);

    [Fact]
    public void Read_AnyContentType_IsInvalidOrOneLine() => Gen.OneOf(Gen.OneOf("text/;= \"\r\n\t".ToCharArray()), Gen.Char).Array[0, 20].Sample(chars =>
    {
        if (Read(("Content-Type", new string(chars))).Try(out var options, out _) && options.MediaType is { } type)
            Assert.All(type, c => Assert.InRange(c, ' ', '~'));
    });

    [Theory]
    [InlineData("1893456000", "2030-01-01T00:00:00.0000000+00:00")]
    [InlineData("1893456000.123456789", "2030-01-01T00:00:00.1234567+00:00")]
    [InlineData("0", "1970-01-01T00:00:00.0000000+00:00")]
    [InlineData("-1.5", "1969-12-31T23:59:58.5000000+00:00")]
    [InlineData("253402300799", "9999-12-31T23:59:59.0000000+00:00")]
    [InlineData("-62135596800", "0001-01-01T00:00:00.0000000+00:00")]
    public void Read_SecondsSince1970_AreATime(string seconds, string expected) => Assert.Equal(expected, Read(("X-OC-Mtime", seconds)).Value.Modified?.ToString("O"));

    [Theory]
    [InlineData("")]
    [InlineData("now")]
    [InlineData("1e9")]
    [InlineData("0x10")]
    [InlineData("1,5")]
    [InlineData("253402300800")]
    [InlineData("-62135596801")]
    [InlineData("99999999999999999999999999999999999")]
    public void Read_NoSeconds_IsInvalid(string seconds) => Assert.Equal(Refusal.Invalid, Read(("X-OC-Mtime", seconds)).Refused?.Kind);

    [Fact]
    public void Read_BothTimes_TakesTheExactOne() => Assert.Equal(
        "2030-12-31T23:59:59.1234567+00:00", Read(("Atrium-Modified", "2030-12-31T23:59:59.1234567Z"), ("X-OC-Mtime", "0")).Value.Modified?.ToString("O"));

    [Fact]
    public void Read_WrongExactTime_IsInvalid() => Assert.Equal(Refusal.Invalid, Read(("Atrium-Modified", "yesterday")).Refused?.Kind);

    [Theory]
    [InlineData("If-Match", "x")]
    [InlineData("Content-Digest", "sha-256=x")]
    public void Read_OtherFieldMalformed_IsInvalid(string name, string value) => Assert.Equal(Refusal.Invalid, Read((name, value)).Refused?.Kind);

    private static Outcome<StoreOptions> Read(params (string Name, string Value)[] fields)
    {
        var request = new DefaultHttpContext().Request;
        foreach (var (name, value) in fields)
            request.Headers[name] = value;
        return UploadFields.Read(request);
    }
}
