using Atrium.Protocols.Http.Requests;
using Atrium.Protocols.Http.Sites.Rules;
using Microsoft.AspNetCore.Http;

namespace Atrium.Protocols.Http.Tests.Sites.Rules;

public class HeaderFileTests
{
    [Theory]
    [InlineData("/*\n  X-A: 1", "/any", "x-a: 1")]
    [InlineData("/a\n\tX-A: 1\n/b\n  X-A: 2", "/b/", "x-a: 2")]
    [InlineData("/a\n  X-A: 1", "/b", "")]
    [InlineData("/*\n  X-A: 1\n/a/*\n  X-A: 2\n  X-B: 3", "/a/b", "x-a: 1, 2; x-b: 3")]
    [InlineData("/*\n  Link: </a>; rel=preload\n  Link: </b>; rel=preload", "/", "link: </a>; rel=preload, </b>; rel=preload")]
    [InlineData("/*\n  X-A: 1\n/a/*\n  ! X-A", "/a/b", "")]
    [InlineData("/*\n  X-A: 1\n/a/*\n  ! X-A\n  X-A: 2", "/a/b", "x-a: 2")]
    [InlineData("/*\n  ! X-Content-Type-Options", "/", "-x-content-type-options")]
    [InlineData("/m/:title\n  X-Title: on :title", "/m/a%20b", "x-title: on a%20b")]
    [InlineData("/m/*\n  X-Rest: :splat", "/m/a%0D/b", "")]
    [InlineData("/*\n  Content-Security-Policy: default-src 'self' https: data:", "/", "content-security-policy: default-src 'self' https: data:")]
    [InlineData("# a\n/*\n  # b\n\n  X-A: 1 # not a comment", "/", "x-a: 1 # not a comment")]
    [InlineData("https://www.example.org/*\n  X-A: 1\nhttps://m.example.org/*\n  X-A: 2", "/", "x-a: 1")]
    [InlineData("/*\n  Vary: Cookie", "/", "vary: Accept-Encoding, Cookie")]
    public void Find_Path_HasTheFieldsOfAllRulesForIt(string file, string target, string expected)
    {
        var problems = new List<RuleProblem>();
        var rules = HeaderFile.Read(file, problems);
        Assert.Empty(problems);
        var response = new DefaultHttpContext().Response;
        response.Headers["X-Content-Type-Options"] = "nosniff";
        response.Headers.Vary = "Accept-Encoding";
        if (RequestTarget.Parse(target).Try(out var asked, out _))
            rules.Find(AskedPath.Of(asked, "www.example.org"), out _)?.Apply(response.Headers);
        var seen = response.Headers.Where(f => (f.Key, f.Value.ToString()) is not (("X-Content-Type-Options", "nosniff") or ("Vary", "Accept-Encoding")))
            .Select(f => $"{f.Key.ToLowerInvariant()}: {f.Value}").Order(StringComparer.Ordinal).ToList();
        if (!response.Headers.ContainsKey("X-Content-Type-Options"))
            seen.Add("-x-content-type-options");
        Assert.Equal(expected, string.Join("; ", seen));
    }

    [Theory]
    [InlineData("  Set-Cookie: a=b")]
    [InlineData("  content-length: 5")]
    [InlineData("  Transfer-Encoding: chunked")]
    [InlineData("  Connection: close")]
    [InlineData("  Strict-Transport-Security: max-age=1")]
    [InlineData("  Location: https://evil.example/")]
    [InlineData("  Basic-Auth: me:secret")]
    [InlineData("  ! Content-Encoding")]
    [InlineData("  no field")]
    [InlineData("  X A: b")]
    [InlineData("  X-A:")]
    [InlineData("  X-A: é")]
    [InlineData("  X-A: /:none")]
    [InlineData("not a path")]
    [InlineData("/a*b*")]
    [InlineData("\u0001")]
    public void Read_LineThatIsNoField_IsNamedAndPassedOver(string line)
    {
        var problems = new List<RuleProblem>();
        var rules = HeaderFile.Read($"/*\n  X-Good: 1\n{line}\n/b\n  X-Fine: 2", problems);
        Assert.Equal(3, Assert.Single(problems).Line);
        Assert.Equal(2, rules.All.Count);
    }

    [Fact]
    public void Read_FieldsWithoutAPath_AreNamed()
    {
        var problems = new List<RuleProblem>();
        Assert.Empty(HeaderFile.Read("  X-A: 1", problems).All);
        Assert.Equal(1, Assert.Single(problems).Line);
        problems.Clear();
        // What stands below a path that is none is not named once more.
        HeaderFile.Read("nothing\n  X-A: 1", problems);
        Assert.Equal(1, Assert.Single(problems).Line);
    }
}
