using Atrium.Protocols.Http.Files;
using CsCheck;
using Microsoft.Net.Http.Headers;

namespace Atrium.Protocols.Http.Tests.Files;

/// <summary>RFC 6266 and RFC 8187; ATTACKS 8.</summary>
public class FileFieldsTests
{
    private static readonly Gen<string> Names =
        Gen.OneOf(Gen.Char[' ', '~'], Gen.Char['\u00a0', '\ud7ff'], Gen.OneOf('"', '\\', '%', ';', '\'', '*')).Array[1, 12].Select(chars => new string(chars));

    [Fact]
    public void FileName_AnyName_ReadsBackAndIsOneSafeLine() => Names.Sample(name =>
    {
        var field = "attachment" + FileFields.FileName(name);

        Assert.All(field, c => Assert.InRange(c, ' ', '~'));
        var read = ContentDispositionHeaderValue.Parse(field);
        Assert.Equal(name, read.FileNameStar.HasValue ? read.FileNameStar.Value : HeaderUtilities.RemoveQuotes(read.FileName).Value);
        Assert.DoesNotContain(HeaderUtilities.RemoveQuotes(read.FileName).Value!, c => c is '"' or '\\' or '%');
    });

    [Theory]
    [InlineData("report 1.pdf", "; filename=\"report 1.pdf\"")]
    [InlineData("€ rates", "; filename=\"_ rates\"; filename*=UTF-8''%E2%82%AC%20rates")] // RFC 8187, 3.2.2
    [InlineData("a\"b", "; filename=\"a_b\"; filename*=UTF-8''a%22b")]
    [InlineData("50%41", "; filename=\"50_41\"; filename*=UTF-8''50%2541")]
    [InlineData("it's*", "; filename=\"it_s_\"; filename*=UTF-8''it%27s%2A")]
    public void FileName_Examples_AreWrittenSo(string name, string expected) => Assert.Equal(expected, FileFields.FileName(name));

    [Theory]
    [InlineData("image/png", true)]
    [InlineData("IMAGE/PNG", true)]
    [InlineData("text/plain; charset=utf-8", true)]
    [InlineData("audio/mpeg", true)]
    [InlineData("video/mp4", true)]
    [InlineData("image/svg+xml", false)]
    [InlineData("text/html", false)]
    [InlineData("text/xml", false)]
    [InlineData("text/plain2", false)]
    [InlineData("application/xhtml+xml", false)]
    [InlineData("application/pdf", false)]
    [InlineData("application/octet-stream", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void IsInline_OnlyWhatRunsNothing(string? type, bool expected) => Assert.Equal(expected, FileFields.IsInline(type));
}
