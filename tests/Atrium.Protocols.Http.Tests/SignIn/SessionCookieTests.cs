using Atrium.Protocols.Http.Pages;
using Atrium.Protocols.Http.SignIn;
using Microsoft.AspNetCore.Http;

namespace Atrium.Protocols.Http.Tests.SignIn;

public sealed class SessionCookieTests
{
    [Theory]
    [InlineData("__Host-atrium-session=abc", "abc")]
    [InlineData("a=b; __Host-atrium-session=abc;c=d", "abc")]
    [InlineData("a=b;__Host-atrium-session=abc", "abc")]
    [InlineData("x__Host-atrium-session=abc", null)]
    [InlineData("__Host-atrium-session2=abc", null)]
    [InlineData("__host-atrium-session=abc", null)] // names of cookies keep their capitals
    [InlineData("__Host-atrium-session=abc; __Host-atrium-session=def", null)]
    [InlineData("", null)]
    public void Read_OfACookieField_IsTheOneSecret(string field, string? secret)
    {
        var request = new DefaultHttpContext().Request;
        request.Headers.Cookie = field;
        Assert.Equal(secret, SessionCookie.Read(request));
    }

    [Fact]
    public void Read_OfTwoFieldsWithTheName_IsNone()
    {
        var request = new DefaultHttpContext().Request;
        request.Headers.Cookie = new(["__Host-atrium-session=abc", "__Host-atrium-session=def"]);
        Assert.Null(SessionCookie.Read(request));
    }

    [Fact]
    public void Token_OfASecret_IsThatSecretsAlone()
    {
        Assert.True(SessionCookie.IsToken(SessionCookie.TokenOf("one"), "one"));
        Assert.False(SessionCookie.IsToken(SessionCookie.TokenOf("one"), "two"));
        Assert.False(SessionCookie.IsToken("", "one"));
        Assert.False(SessionCookie.IsToken(null, "one"));
        Assert.DoesNotContain("one", SessionCookie.TokenOf("one"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/", true)]
    [InlineData("/api/v1/files/a%20b?list&sort=size", true)]
    [InlineData("", false)]
    [InlineData("api", false)]
    [InlineData("//evil.example", false)]
    [InlineData("/\\evil.example", false)]
    [InlineData("/a\\b", false)]
    [InlineData("/\n/evil.example", false)]
    [InlineData("/\t/evil.example", false)]
    [InlineData("https://evil.example", false)]
    public void IsOwn_OfATarget_IsTrueForPathsOfThisServerAlone(string target, bool isOwn) => Assert.Equal(isOwn, SignInPage.IsOwn(target));
}
