using System.Text;
using Atrium.Core;
using Atrium.Protocols.Http.Requests;
using CsCheck;

namespace Atrium.Protocols.Http.Tests.Requests;

/// <summary>RFC 9112, 3.2 and RFC 3986; ATTACKS 11.</summary>
public class RequestTargetTests
{
    // What a target can be broken with: separators, escapes whole and cut, dots, letters, what is not ASCII.
    private static readonly string[] Pieces =
        ["/", "//", ".", "..", "%", "%2", "%2e", "%2F", "%00", "%25", "%5c", "%c0%af", "%C3%A9", "%ed%a0%80", "%zz", "?", "#", "*", "a", "B", "http://", "@", "\\", "é", "\0", " ", "+", ":", "[", "]"];

    private static readonly Gen<string> Texts = Gen.OneOf(Pieces).Array[0, 10].Select(pieces => string.Concat(pieces));

    private static readonly Gen<string> Names =
        Gen.OneOf(Gen.Char[' ', '~'], Gen.Char['\u00a0', '\ud7ff'], Gen.OneOf('%', '+', '?', '#', '"', '.'))
            .Array[1, 8].Select(chars => new string(chars).Replace('/', '_')).Where(name => name is not ("." or ".."));

    [Fact]
    public void Parse_AnyText_IsRefusedOrHasPlainNames() => Texts.Sample(text =>
    {
        if (!RequestTarget.Parse(text).Try(out var target, out var refused))
        {
            Assert.Equal(Refusal.Invalid, refused.Kind);
            return;
        }
        foreach (var name in target.Segments)
        {
            Assert.False(name is "" or "." or "..");
            Assert.DoesNotContain(name, c => c == '/' || char.IsControl(c));
            Assert.Equal(name, Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(name)));
        }
        Assert.DoesNotContain('#', target.Query);
    }, iter: 20_000);

    [Fact]
    public void Parse_EncodedNames_AreDecodedExactlyOnce() => Gen.Select(Names.Array[1, 6], Gen.Bool).Sample((names, slash) =>
    {
        var raw = "/" + string.Join('/', names.Select(Uri.EscapeDataString)) + (slash ? "/" : "");

        var target = RequestTarget.Parse(raw).Value;

        Assert.Equal(names, target.Segments);
        Assert.Equal(slash, target.TrailingSlash);
        Assert.Equal("", target.Query);
    });

    [Theory]
    [InlineData("/a/../b")]
    [InlineData("/a/%2e%2e/b")]
    [InlineData("/a/%2E./b")]
    [InlineData("/..")]
    [InlineData("/a/.")]
    [InlineData("//a")]
    [InlineData("/a//b")]
    [InlineData("/a//")]
    [InlineData("/a%2fb")]
    [InlineData("/a%00b")]
    [InlineData("/a%0d%0ab")]
    [InlineData("/a%7f")]
    [InlineData("/a%c2%85")] // a control character of the second set
    [InlineData("/a%")]
    [InlineData("/a%4")]
    [InlineData("/a%4x")]
    [InlineData("/%c0%ae%c0%ae/b")] // overlong dots
    [InlineData("/%e0%80%af")] // an overlong slash
    [InlineData("/%ed%a0%80")] // half of a surrogate pair
    [InlineData("/%f4%90%80%80")] // above U+10FFFF
    [InlineData("/a b")]
    [InlineData("/é")]
    [InlineData("/a\\b")]
    [InlineData("/a#b")]
    [InlineData("/a?b#c")]
    [InlineData("/a?b c")]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("**")]
    [InlineData("host:443")]
    [InlineData("ftp://host/a")]
    [InlineData("http://user@host/a")]
    [InlineData("https://user:password@host")]
    public void Parse_NotPlain_IsInvalid(string raw) => Assert.Equal(Refusal.Invalid, RequestTarget.Parse(raw).Refused?.Kind);

    [Theory]
    [InlineData("/%252e%252e/x", "%2e%2e", "x")] // decoded once: a strange name, and no way up
    [InlineData("/a%5c..%5cb", "a\\..\\b")]
    [InlineData("/a+b%20c", "a+b c")]
    [InlineData("/...", "...")]
    [InlineData("/~!$&'()*,;=:@", "~!$&'()*,;=:@")]
    [InlineData("/[x]{y}|^`\"", "[x]{y}|^`\"")]
    [InlineData("/%E4%BD%A0%F0%9F%98%80", "你😀")]
    [InlineData("HTTPS://host:8443/a/b", "a", "b")]
    public void Parse_StrangeButPlain_IsThatName(string raw, params string[] names) => Assert.Equal(names, RequestTarget.Parse(raw).Value.Segments);

    [Theory]
    [InlineData("/", true, "")]
    [InlineData("/?", true, "")]
    [InlineData("/?a=/../%", true, "a=/../%")]
    [InlineData("/a?b?c", false, "b?c")]
    [InlineData("/a/?b", true, "b")]
    [InlineData("http://host", true, "")]
    [InlineData("http://host?q", true, "q")]
    [InlineData("http://host/a?q@x", false, "q@x")]
    public void Parse_WithQuery_TakesItApart(string raw, bool slash, string query)
    {
        var target = RequestTarget.Parse(raw).Value;

        Assert.Equal((slash, query, false), (target.TrailingSlash, target.Query, target.IsAsterisk));
    }

    [Fact]
    public void Parse_Asterisk_IsTheServer() => Assert.True(RequestTarget.Parse("*").Value.IsAsterisk);

    [Fact]
    public void Parse_TooManyNames_IsInvalid()
    {
        Assert.Null(RequestTarget.Parse(string.Concat(Enumerable.Repeat("/a", 108))).Refused);
        Assert.Equal(Refusal.Invalid, RequestTarget.Parse(string.Concat(Enumerable.Repeat("/a", 109))).Refused?.Kind);
    }
}
