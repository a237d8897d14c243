using Atrium.Protocols.Http.Requests;

namespace Atrium.Protocols.Http.Tests.Requests;

public class AttackPathsTests
{
    [Theory]
    [InlineData("/wp-login.php")]
    [InlineData("/WP-LOGIN.php?x=1")]
    [InlineData("/.env")]
    [InlineData("/app/.git/config")]
    [InlineData("/cgi-bin/luci")]
    public void Has_OfWhatScannersAskFor_IsTrue(string target) => Assert.True(AttackPaths.Has(target));

    [Theory]
    [InlineData("/")]
    [InlineData("/favicon.ico")]
    [InlineData("/robots.txt")]
    [InlineData("/.well-known/acme-challenge/x")]
    [InlineData("/autodiscover/autodiscover.xml")]
    [InlineData("/apple-touch-icon.png")]
    [InlineData("/environment")]
    [InlineData("/shared/plans/git/config")]
    public void Has_OfWhatBrowsersAskFor_IsFalse(string target) => Assert.False(AttackPaths.Has(target));
}
