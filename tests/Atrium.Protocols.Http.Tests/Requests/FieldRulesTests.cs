using Atrium.Protocols.Http.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Atrium.Protocols.Http.Tests.Requests;

/// <summary>ATTACKS 3, in HTTP/2.</summary>
public class FieldRulesTests
{
    [Fact]
    public void Violation_ABrowsersRequest_IsNone() => Assert.Null(Violation(
        ("Host", "localhost"), ("User-Agent", "Mozilla/5.0 (\tX11; é)"), ("Cookie", "a=b; c=d"), ("Content-Length", "0"), ("X-!#$%&'*+.^_`|~", "")));

    public static TheoryData<int> Controls => [.. Enumerable.Range(0, 0x20).Where(c => c != '\t').Append(0x7F)];

    [Theory]
    [MemberData(nameof(Controls))]
    public void Violation_ControlCharacterInAnyValue_IsOne(int c)
    {
        Assert.NotNull(Violation(("Host", "localhost"), ("X-A", $"a{(char)c}b")));
        Assert.NotNull(Violation(("Host", "localhost"), ("X-A", new StringValues(["a", $"{(char)c}"]))));
    }

    [Theory]
    [InlineData("X A")]
    [InlineData("X\u0001A")]
    [InlineData("X(A")]
    [InlineData("X/A")]
    [InlineData("X\tA")]
    [InlineData("Xé")]
    [InlineData("X\u007f")]
    [InlineData("X,Y")]
    public void Violation_NameIsNoToken_IsOne(string name) => Assert.NotNull(Violation(("Host", "localhost"), (name, "a")));

    [Fact]
    public void Violation_HostMissingEmptyOrRepeated_IsOne()
    {
        Assert.NotNull(Violation());
        Assert.NotNull(Violation(("Host", "")));
        Assert.NotNull(Violation(("Host", new StringValues(["localhost", "localhost"]))));
    }

    [Fact]
    public void Violation_LengthRepeated_IsOne() => Assert.NotNull(Violation(("Host", "localhost"), ("Content-Length", new StringValues(["1", "1"]))));

    [Theory]
    [InlineData("Connection", "close")]
    [InlineData("Keep-Alive", "5")]
    [InlineData("Proxy-Connection", "keep-alive")]
    [InlineData("Transfer-Encoding", "chunked")]
    [InlineData("Upgrade", "websocket")]
    public void Violation_FieldOfAConnectionInHttp2_IsOne(string name, string value)
    {
        Assert.NotNull(Violation(("Host", "localhost"), (name, value)));
    }

    [Fact]
    public void Violation_TwoSignIns_IsOne()
        => Assert.NotNull(Violation(("Host", "localhost"), ("Authorization", new StringValues(["Basic YTpi", "Basic YTpj"]))));

    [Theory]
    [InlineData("100-continue", true)]
    [InlineData("100-Continue", true)]
    [InlineData("100-continue, 200-ok", false)]
    [InlineData("200-ok", false)]
    public void IsContinue_Expectation_IsThatOneAlone(string expectation, bool expected)
        => Assert.Equal(expected, FieldRules.IsContinue(Request(HttpProtocol.Http11, ("Expect", expectation))));

    private static string? Violation(params (string Name, StringValues Value)[] fields)
        => FieldRules.Violation(Request(HttpProtocol.Http2, fields));

    private static HttpRequest Request(string protocol, params (string Name, StringValues Value)[] fields)
    {
        var request = new DefaultHttpContext().Request;
        request.Protocol = protocol;
        foreach (var (name, value) in fields)
            request.Headers[name] = value;
        return request;
    }
}
