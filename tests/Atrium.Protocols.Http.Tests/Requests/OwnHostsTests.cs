using System.Net;
using Atrium.Protocols.Http.Requests;
using CsCheck;
using Microsoft.AspNetCore.Http;

namespace Atrium.Protocols.Http.Tests.Requests;

/// <summary>ATTACKS 9.</summary>
public class OwnHostsTests
{
    private static readonly HashSet<string> Names = ["files.example.org", "nas"];

    private static readonly IPAddress Local = IPAddress.Parse("192.0.2.7");

    private static readonly Gen<string> Texts = Gen.OneOf("localhost", "nas", ".", "[", "]", ":", "::1", "127.0.0.1", "80", "@", "%", "a", "é", " ", "-1")
        .Array[0, 5].Select(pieces => string.Concat(pieces));

    [Theory]
    [InlineData("files.example.org", "files.example.org")]
    [InlineData("FILES.example.ORG:8443", "files.example.org")]
    [InlineData("files.example.org.", "files.example.org")]
    [InlineData("nas:1", "nas")]
    [InlineData("localhost", "localhost")]
    [InlineData("LOCALHOST.:80", "localhost")]
    [InlineData("127.0.0.1:8443", "127.0.0.1")]
    [InlineData("127.9.9.9", "127.9.9.9")]
    [InlineData("[::1]:8443", "[::1]")]
    [InlineData("[0:0::1]", "[0:0::1]")]
    [InlineData("[::ffff:127.0.0.1]", "[::ffff:127.0.0.1]")]
    [InlineData("192.0.2.7:80", "192.0.2.7")]
    public void Match_OwnName_IsThatName(string host, string expected) => Assert.Equal(expected, OwnHosts.Match(new HostString(host), Local, Names));

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData(":80")]
    [InlineData("example.org")]
    [InlineData("evil.files.example.org")]
    [InlineData("files.example.org.evil.example")]
    [InlineData("files.example.org..")]
    [InlineData("user@files.example.org")]
    [InlineData("192.0.2.8")]
    [InlineData("127.1")]
    [InlineData("2130706433")]
    [InlineData("0x7f.0.0.1")]
    [InlineData("0177.0.0.1")]
    [InlineData("[127.0.0.1]")]
    [InlineData("[")]
    [InlineData("[]")]
    [InlineData("[::1")]
    [InlineData("[::2]")]
    public void Match_ForeignName_IsNull(string host) => Assert.Null(OwnHosts.Match(new HostString(host), Local, Names));

    [Fact]
    public void Match_LocalAddressMappedToIPv6_IsTheSame()
        => Assert.NotNull(OwnHosts.Match(new HostString("192.0.2.7"), Local.MapToIPv6(), Names));

    [Fact]
    public void Match_AnyText_IsNullOrHarmlessInALink() => Texts.Sample(text =>
    {
        if (OwnHosts.Match(new HostString(text), Local, Names) is { } host)
            Assert.NotEqual(UriHostNameType.Unknown, Uri.CheckHostName(host));
    });
}
