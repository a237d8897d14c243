using Atrium.Protocols.Http.Requests;
using Microsoft.AspNetCore.Http;

namespace Atrium.Protocols.Http.Tests.Requests;

public class AcceptedTests
{
    [Theory]
    [InlineData("text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8", true)] // browsers
    [InlineData("text/html", true)]
    [InlineData("text/html;q=0.5, */*;q=0.1", true)]
    [InlineData("TEXT/HTML, */*;q=0.8", true)]
    [InlineData(null, false)]
    [InlineData("*/*", false)] // programs
    [InlineData("application/json", false)]
    [InlineData("application/json, text/html", false)] // as much: as it was
    [InlineData("text/html, application/json;q=0.9", true)]
    [InlineData("text/html;q=0, application/json", false)]
    [InlineData("text/html;q=0", false)]
    [InlineData("text/html;q=nonsense", false)]
    [InlineData("text/html, */*", false)]
    [InlineData("text/htmlx", false)]
    public void PrefersHtml_OfAField_IsTrueForPeopleOnly(string? accept, bool html)
    {
        var request = new DefaultHttpContext().Request;
        if (accept is not null)
            request.Headers.Accept = accept;
        Assert.Equal(html, Accepted.PrefersHtml(request));
    }
}

public class OriginTests
{
    [Theory]
    [InlineData("https://app.example.org", "https://app.example.org")]
    [InlineData("HTTPS://App.Example.org:443/", "https://app.example.org")]
    [InlineData("http://localhost:3000", "http://localhost:3000")]
    [InlineData("https://[::1]:8443", "https://[::1]:8443")]
    [InlineData("*", null)]
    [InlineData("null", null)]
    [InlineData("", null)]
    [InlineData("app.example.org", null)]
    [InlineData("https://*.example.org", null)]
    [InlineData("https://app.example.org/path", null)]
    [InlineData("https://app.example.org?query", null)]
    [InlineData("https://app.example.org#part", null)]
    [InlineData("https://name@app.example.org", null)]
    [InlineData("ftp://app.example.org", null)]
    [InlineData("file:///home/a", null)]
    [InlineData("javascript:alert(1)", null)]
    public void Canonical_OfAText_IsTheOriginOrNone(string text, string? origin) => Assert.Equal(origin, Origin.Canonical(text));
}
