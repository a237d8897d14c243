using Atrium.Protocols.Http.Requests;
using Microsoft.AspNetCore.Http;

namespace Atrium.Protocols.Http.Tests.Requests;

/// <summary>ATTACKS 50.</summary>
public class CrossSiteTests
{
    [Theory]
    [InlineData(null, null, false)] // a program
    [InlineData("same-origin", null, false)]
    [InlineData("none", null, false)] // typed by a person
    [InlineData("same-site", null, true)] // another service of the same domain
    [InlineData("cross-site", null, true)]
    [InlineData("cross-site", "https://files.example.org", true)]
    [InlineData("nonsense", null, true)]
    [InlineData(null, "https://files.example.org", false)]
    [InlineData(null, "https://files.example.org:443", false)]
    [InlineData(null, "HTTPS://FILES.example.org", false)]
    [InlineData(null, "http://files.example.org", true)]
    [InlineData(null, "https://files.example.org:8443", true)]
    [InlineData(null, "https://evil.example", true)]
    [InlineData(null, "https://files.example.org.evil.example", true)]
    [InlineData(null, "https://files.example.org@evil.example", true)]
    [InlineData(null, "null", true)] // a sandboxed document, one of our own files among them
    [InlineData(null, "", true)]
    [InlineData(null, "file:///home/a", true)]
    public void IsForeign_WhatABrowserSays_IsBelieved(string? site, string? origin, bool foreign)
        => Assert.Equal(foreign, CrossSite.IsForeign(Request("files.example.org", site, origin)));

    [Theory]
    [InlineData("files.example.org:443", "https://files.example.org", false)]
    [InlineData("files.example.org:8443", "https://files.example.org:8443", false)]
    [InlineData("files.example.org:8443", "https://files.example.org", true)]
    [InlineData("[::1]:8443", "https://[::1]:8443", false)]
    public void IsForeign_Port_BelongsToTheOrigin(string host, string origin, bool foreign)
        => Assert.Equal(foreign, CrossSite.IsForeign(Request(host, null, origin)));

    private static HttpRequest Request(string host, string? site, string? origin)
    {
        var request = new DefaultHttpContext().Request;
        request.Scheme = "https";
        request.Host = new HostString(host);
        if (site is not null)
            request.Headers["Sec-Fetch-Site"] = site;
        if (origin is not null)
            request.Headers.Origin = origin;
        return request;
    }
}
