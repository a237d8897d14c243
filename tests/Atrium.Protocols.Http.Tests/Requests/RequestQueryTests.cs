using Atrium.Core;
using Atrium.Protocols.Http.Requests;
using CsCheck;

namespace Atrium.Protocols.Http.Tests.Requests;

public class RequestQueryTests
{
    private static readonly Gen<string> Texts = Gen.OneOf(Gen.Char['!', '~'], Gen.OneOf('&', '=', '+', '%', '2', '0'))
        .Array[0, 16].Select(chars => new string(chars));

    private static readonly Gen<string> Values = Gen.Char[' ', '\ud7ff'].Array[0, 8].Select(chars => new string(chars));

    [Fact]
    public void Parse_AnyText_IsRefusedOrFindsEachParameterOnce() => Texts.Sample(text =>
    {
        if (!RequestQuery.Parse(text).Try(out var query, out var refused))
            Assert.Equal(Refusal.Invalid, refused.Kind);
        else
            Assert.InRange(query.Count, 0, text.Split('&').Length);
    });

    [Fact]
    public void Parse_EncodedPairs_ReadBack() => Values.Array[1, 8].Sample(values =>
    {
        var query = RequestQuery.Parse(string.Join('&', values.Select((value, i) => $"p{i}={Uri.EscapeDataString(value)}"))).Value;

        Assert.Equal(values, values.Select((_, i) => query.Find($"p{i}")));
        Assert.Null(query.Find("p"));
    });

    [Theory]
    [InlineData("a=1&a=2")]
    [InlineData("a=1&%61=2")]
    [InlineData("a=%")]
    [InlineData("a=%4")]
    [InlineData("%ff=1")]
    [InlineData("a=%c0%80")]
    [InlineData("a&b&c&d&e&f&g&h&i&j&k&l&m&n&o&p&q")]
    public void Parse_Broken_IsInvalid(string text) => Assert.Equal(Refusal.Invalid, RequestQuery.Parse(text).Refused?.Kind);

    [Fact]
    public void Parse_PlusAndEscapedPlus_AreSpaceAndPlus()
    {
        var query = RequestQuery.Parse("a=1+2&b=1%2B2&c==&&d").Value;

        Assert.Equal(["1 2", "1+2", "=", ""], [query.Find("a"), query.Find("b"), query.Find("c"), query.Find("d")]);
        Assert.Equal(4, query.Count);
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("x", true)]
    [InlineData("x=", true)]
    [InlineData("x=true", true)]
    [InlineData("x=false", false)]
    public void Switch_KnownWord_IsOnOrOff(string text, bool on) => Assert.Equal(on, RequestQuery.Parse(text).Value.Switch("x").Value);

    [Theory]
    [InlineData("x=True")]
    [InlineData("x=1")]
    [InlineData("x=yes")]
    public void Switch_OtherWord_IsInvalid(string text) => Assert.Equal(Refusal.Invalid, RequestQuery.Parse(text).Value.Switch("x").Refused?.Kind);

    [Theory]
    [InlineData("", null)]
    [InlineData("x=1", 1L)]
    [InlineData("x=007", 7L)]
    [InlineData("x=10", 10L)]
    public void Number_InRange_IsRead(string text, long? value) => Assert.Equal(value, RequestQuery.Parse(text).Value.Number("x", 1, 10).Value);

    [Theory]
    [InlineData("x")]
    [InlineData("x=0")]
    [InlineData("x=11")]
    [InlineData("x=-1")]
    [InlineData("x=%2B1")]
    [InlineData("x=1.0")]
    [InlineData("x=1e1")]
    [InlineData("x=+1")]
    [InlineData("x=0x1")]
    [InlineData("x=99999999999999999999")]
    [InlineData("x=%D9%A1")] // the digit one in Arabic
    public void Number_NoneOrOutside_IsInvalid(string text) => Assert.Equal(Refusal.Invalid, RequestQuery.Parse(text).Value.Number("x", 1, 10).Refused?.Kind);

    [Fact]
    public void Time_PlusNotEncoded_IsStillAnOffset()
        => Assert.Equal(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.FromHours(2)), RequestQuery.Parse("at=2030-01-01T00:00:00+02:00").Value.Time("at").Value);

    [Fact]
    public void Unknown_ParameterThatIsNotTaken_IsNamed()
    {
        var query = RequestQuery.Parse("list&versoin=3").Value;

        Assert.Null(query.Unknown("list", "versoin"));
        Assert.Contains("versoin", query.Unknown("list", "version")?.Detail, StringComparison.Ordinal);
        Assert.NotNull(query.Unknown());
    }
}
