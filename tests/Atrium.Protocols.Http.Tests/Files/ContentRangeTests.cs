using Atrium.Core;
using Atrium.Protocols.Http.Files;
using CsCheck;

namespace Atrium.Protocols.Http.Tests.Files;

/// <summary>RFC 9110, 14.4, as 14.5 uses it in a PUT.</summary>
public class ContentRangeTests
{
    [Fact]
    public void Parse_AnyRangeThatEndsTheFile_ReadsBack() => Gen.Select(Gen.Long[0, long.MaxValue / 2], Gen.Long[1, long.MaxValue / 4]).Sample((first, length) =>
    {
        var range = new ByteRange(first, length);

        Assert.Equal(range, ContentRange.Parse(range.ContentRange(first + length)).Value);
        Assert.Equal(range, ContentRange.Parse($"bytes {first}-{range.Last}/*").Value);
    });

    [Fact]
    public void Parse_AnyText_IsRefusedOrARange() => Gen.OneOf(Gen.OneOf("0159-/* ".ToCharArray()), Gen.Char).Array[0, 12].Sample(chars =>
    {
        if (ContentRange.Parse("bytes " + new string(chars)).Try(out var range, out _))
            Assert.True(range.First >= 0 && range.Length > 0 && range.Last >= range.First);
    });

    [Theory]
    [InlineData("")]
    [InlineData("bytes")]
    [InlineData("bytes */100")]
    [InlineData("bytes 0-9")]
    [InlineData("bytes 0-9/")]
    [InlineData("bytes 0-9/9")]
    [InlineData("bytes 0-9/11")] // a piece in the middle
    [InlineData("bytes 9-0/*")]
    [InlineData("bytes -5/*")]
    [InlineData("bytes 5-/*")]
    [InlineData("bytes 0-9/**")]
    [InlineData("bytes 0 - 9/*")]
    [InlineData("bytes +0-9/*")]
    [InlineData("bytes=0-9/*")]
    [InlineData("lines 0-9/*")]
    [InlineData("bytes 0-9223372036854775807/*")]
    [InlineData("bytes 0-9/*, bytes 10-19/*")]
    public void Parse_Other_IsInvalid(string field) => Assert.Equal(Refusal.Invalid, ContentRange.Parse(field).Refused?.Kind);
}
