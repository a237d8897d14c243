using Atrium.Protocols.Http.Sites;

namespace Atrium.Protocols.Http.Tests.Sites;

public class CachePolicyTests
{
    [Theory]
    [InlineData("app.3f9a1b2c.js")]
    [InlineData("logo_deadbeef01.png")]
    [InlineData("index-BdX8k2a1.js")]
    [InlineData("inter-latin-A1b2C3d4.woff2")]
    public void IsFingerprinted_NameWithAHash_IsTrue(string name) => Assert.True(CachePolicy.IsFingerprinted(name));

    [Theory]
    [InlineData("index.html")]
    [InlineData("style.css")]
    [InlineData("jquery-3.7.1.min.js")]
    [InlineData("photo-20240315.jpg")] // a date
    [InlineData("report-12345678.pdf")] // a number
    [InlineData("my-favorite1.png")]
    [InlineData("Photo-Summer24.jpg")] // a word: only what build tools name so is taken for a hash in mixed letters
    [InlineData("feedback.deadbeef.js")] // a word
    [InlineData("3f9a1b2c.js")] // no name before it
    [InlineData(".3f9a1b2c")]
    [InlineData("")]
    public void IsFingerprinted_OrdinaryName_IsFalse(string name) => Assert.False(CachePolicy.IsFingerprinted(name));
}
