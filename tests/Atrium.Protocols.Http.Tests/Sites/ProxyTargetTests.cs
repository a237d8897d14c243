using Atrium.Protocols.Http.Sites;

namespace Atrium.Protocols.Http.Tests.Sites;

public class ProxyTargetTests
{
    [Theory]
    [InlineData("/")]
    [InlineData("/a//b%2Fc?d=/../e")]
    [InlineData("/...")]
    [InlineData("/a..b/.well-known")]
    [InlineData("/%zz")] // what is no encoding is the application's to refuse
    public void Read_Target_StaysAsItWasWritten(string target) => Assert.Equal(target, ProxyTarget.Read(target).Value);

    [Theory]
    [InlineData("http://site.example/a?b", "/a?b")]
    [InlineData("HTTP://site.example?b", "/?b")]
    [InlineData("http://site.example", "/")]
    public void Read_AbsoluteForm_IsItsPath(string target, string expected) => Assert.Equal(expected, ProxyTarget.Read(target).Value);

    [Theory]
    [InlineData("/..")]
    [InlineData("/a/../b")]
    [InlineData("/a/./b")]
    [InlineData("/a/%2e%2E/b")]
    [InlineData("/a/.%2e")]
    [InlineData("/a/..%2fb")]
    [InlineData("/a/..%5Cb")]
    [InlineData("/a\\..\\b")]
    [InlineData("/..;/manager")] // some applications drop what stands behind a semicolon
    [InlineData("/a/.%3Bx/b")]
    [InlineData("/..%2fadmin%2fx%ff%2f..%2fpage")] // bytes that are no UTF-8 hide nothing
    [InlineData("*")]
    [InlineData("/a b")]
    [InlineData("/a\u00e9")]
    [InlineData("/a#b")]
    public void Attack11_TargetThatClimbsOrIsNone_IsRefused(string target) => Assert.NotNull(ProxyTarget.Read(target).Refused);
}
