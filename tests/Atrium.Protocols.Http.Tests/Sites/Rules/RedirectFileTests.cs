using Atrium.Protocols.Http.Requests;
using Atrium.Protocols.Http.Sites.Rules;
using CsCheck;

namespace Atrium.Protocols.Http.Tests.Sites.Rules;

public class RedirectFileTests
{
    [Theory]
    // Plain paths, with the slash at the end not counting, and in any spelling.
    [InlineData("/home /", "/home", "301 /")]
    [InlineData("/home /", "/home/", "301 /")]
    [InlineData("/home/ / 302", "/home", "302 /")]
    [InlineData("/home /", "/homer", null)]
    [InlineData("/home /", "/Home", null)]
    [InlineData("/café /kaffee", "/caf%C3%A9", "301 /kaffee")]
    [InlineData("/caf%c3%a9 /k%C3%A4se", "/caf%C3%A9", "301 /k%C3%A4se")]
    [InlineData("/a /käse", "/a", "301 /k%C3%A4se")]
    // Stars.
    [InlineData("/news/* /blog/:splat", "/news/2026/x", "301 /blog/2026/x")]
    [InlineData("/news/* /blog/:splat", "/news/2026/", "301 /blog/2026/")]
    [InlineData("/news/* /blog/:splat", "/news/", "301 /blog/")]
    [InlineData("/news/* /blog/:splat", "/news", "301 /blog/")]
    [InlineData("/news/* /blog/:splat", "/newspaper", null)]
    [InlineData("/*/edit /e/:splat", "/a/b/edit", "301 /e/a/b")]
    [InlineData("/img-*.gif /i/:splat.webp", "/img-7.gif", "301 /i/7.webp")]
    [InlineData("/*/:last /x/:last?in=:splat", "/a/b/c", "301 /x/c?in=a/b")]
    [InlineData("/* /index.html 200", "/any/thing", "200 /index.html")]
    // Placeholders stand for one name.
    [InlineData("/n/:y/:m/:s /b/:y-:m/:s", "/n/2026/11/hello", "301 /b/2026-11/hello")]
    [InlineData("/n/:y /b/:y", "/n/", null)]
    [InlineData("/n/:y /b/:y", "/n/a/b", null)]
    [InlineData("/n/:y /b/:y", "/n/a%20b%3Fc", "301 /b/a%20b%3Fc")]
    // Parameters.
    [InlineData("/store id=:id /shop/:id", "/store?id=7&x=1", "301 /shop/7")]
    [InlineData("/store id=:id /shop/:id", "/store?id=a%2Fb", "301 /shop/a/b")]
    [InlineData("/store id=:id /shop/:id", "/store?x=1", null)]
    [InlineData("/store id=7 /seven", "/store?id=7", "301 /seven")]
    [InlineData("/store id=7 /seven", "/store?id=8", null)]
    [InlineData("/store q= /any", "/store?q=x", "301 /any")]
    // The query goes along, unless the target has one.
    [InlineData("/a /b", "/a?x=1&y", "301 /b?x=1&y")]
    [InlineData("/a /b#top", "/a?x=1", "301 /b?x=1#top")]
    [InlineData("/a /b?z=2", "/a?x=1", "301 /b?z=2")]
    // Other hosts, which only the file can name.
    [InlineData("/a https://other.example/x 302", "/a", "302 https://other.example/x")]
    [InlineData("/a/* https://other.example:8443/:splat", "/a/%40evil.example", "301 https://other.example:8443/%40evil.example")]
    [InlineData("/x* /:splat", "/x/evil.example", "301 /evil.example")]
    [InlineData("/x* /:splat", "/x%5C%5Cevil.example", "301 /%5C%5Cevil.example")]
    [InlineData("https://www.example.org/* /www/:splat", "/a", "301 /www/a")]
    [InlineData("https://m.example.org/* /mobile/:splat", "/a", null)]
    // Statuses.
    [InlineData("/a /b 303", "/a", "303 /b")]
    [InlineData("/a /b 307", "/a", "307 /b")]
    [InlineData("/a /b 308!", "/a", "308! /b")]
    [InlineData("/a /b.html 404", "/a", "404 /b.html")]
    // Comments, blanks and order: the first that is for a path holds.
    [InlineData("# /a /x\n\n  /a   /b  301  # why\r\n/a /c", "/a", "301 /b")]
    [InlineData("/a/* /first\n/a/b /second", "/a/b", "301 /first")]
    [InlineData("/a/b /second\n/a/* /first", "/a/b", "301 /second")]
    // What leads to where the visitor is gives way to the next.
    [InlineData("/* /a\n/a /b", "/a", "301 /b")]
    [InlineData("/a/ /a", "/a", null)]
    [InlineData("/a/ /a", "/a/", "301 /a")]
    public void Find_Request_IsLedAsTheHostsDo(string file, string target, string? expected)
    {
        var problems = new List<RuleProblem>();
        var match = RedirectFile.Read(file, problems).Find(Asked(target), out _);
        Assert.Empty(problems);
        Assert.Equal(expected, match is null ? null : $"{match.Rule.Status}{(match.Rule.IsForced ? "!" : "")} {match.Location}");
    }

    [Theory]
    [InlineData("home /")]
    [InlineData("/home")]
    [InlineData("/a b")]
    [InlineData("/a /b 300")]
    [InlineData("/a /b 301 302")]
    [InlineData("/a /b 301 Country=de")]
    [InlineData("/a /b 200 Language=en")]
    [InlineData("/a https://other.example/ 200")]
    [InlineData("/a https://other.example/ 404")]
    [InlineData("/a //other.example/")]
    [InlineData("/a /\\other.example")]
    [InlineData("/a https://user@other.example/")]
    [InlineData("/:host https://:host/")]
    [InlineData("/:host https://:host.example/")]
    [InlineData("/a /:b")]
    [InlineData("/:a/:a /b")]
    [InlineData("/a*/b* /c")]
    [InlineData("/:a* /b")]
    [InlineData("/:a.html /b")]
    [InlineData("/a//b /c")]
    [InlineData("/../a /c")]
    [InlineData("/a?b /c")]
    [InlineData("/%zz /c")]
    [InlineData("/a%2fb /c")]
    [InlineData("/a id=:splat /c\u0001")]
    [InlineData("/* splat=:splat /c")]
    public void Read_LineThatIsNoRule_IsNamedAndPassedOver(string line)
    {
        var problems = new List<RuleProblem>();
        var rules = RedirectFile.Read($"/good /x\n{line}\n/fine /y", problems);
        Assert.Equal(2, Assert.Single(problems).Line);
        Assert.Equal(2, rules.Count);
    }

    [Fact]
    public void Read_MoreThanFit_AreNamedOnceAndPassedOver()
    {
        var problems = new List<RuleProblem>();
        var text = string.Join('\n', Enumerable.Range(0, 2105).Select(i => $"/p{i} /q").Concat(Enumerable.Range(0, 105).Select(i => $"/d{i}/* /q")));
        var rules = RedirectFile.Read(text, problems);
        Assert.Equal(2100, rules.Count);
        Assert.Equal([2001, 2206], problems.Select(problem => problem.Line));
        Assert.NotNull(rules.Find(Asked("/p1999"), out _));
        Assert.Null(rules.Find(Asked("/p2000"), out _));
        Assert.NotNull(rules.Find(Asked("/d99/x"), out _));
        Assert.Null(rules.Find(Asked("/d100/x"), out _));
    }

    [Fact]
    public void Find_RuleThatLooksAtMoreThanThePath_SaysSo()
    {
        var rules = RedirectFile.Read("/a id=1 /b\nhttps://m.example.org/c /d\n/e /f 200", []);
        foreach (var (target, expected) in new[] { ("/a?id=1", true), ("/a", true), ("/c", true), ("/e", false), ("/g", false) })
        {
            rules.Find(Asked(target), out var varies);
            Assert.Equal(expected, varies);
        }
    }

    /// <summary>Paths made of a pattern are found by it, with what they were made of.</summary>
    [Fact]
    public void TryMatch_PathMadeOfThePattern_GivesBackItsParts()
    {
        var name = Gen.Char["abc.- é:"].Array[1, 6].Select(c => new string(c)).Where(text => text is not ("." or ".."));
        Gen.Select(name, name, name.Array[0, 4], name).Sample((first, second, middle, last) =>
        {
            Assert.True(PathPattern.Parse("/x/:a/y/:b/*/z/:c").Try(out var pattern, out _));
            var splat = string.Join('/', middle);
            Assert.True(pattern.TryMatch($"/x/{first}/y/{second}/{splat}/z/{last}", out var values));
            Assert.Equal((first, second, splat, last), (values["a"], values["b"], values["splat"], values["c"]));
        });
    }

    /// <summary>The same answer as a plain search through all ways to put the path into the pattern.</summary>
    [Fact]
    public void TryMatch_AnyPathAndPattern_AgreesWithASearchThroughAllWays()
    {
        var path = Gen.Char["ab/"].Array[0, 8].Select(c => "/" + new string(c)).Where(text => !text.Contains("//") && (text.Length == 1 || !text.EndsWith('/')));
        var pattern = Gen.OneOf("a", "b", ":x", "ab", "*", "a*").Array[1, 4].Select(parts => "/" + string.Join('/', parts))
            .Where(text => text.Count(c => c == '*') <= 1 && text.Split(":x").Length <= 2);
        Gen.Select(path, pattern).Sample((p, t) =>
        {
            Assert.True(PathPattern.Parse(t).Try(out var parsed, out var refused), refused?.Detail);
            var isFolder = t.EndsWith("/*", StringComparison.Ordinal) && Search(p + "/", t);
            Assert.Equal(Search(p, t) || isFolder, parsed.TryMatch(p, out _));
        }, iter: 20_000);
    }

    private static bool Search(ReadOnlySpan<char> path, ReadOnlySpan<char> pattern)
    {
        if (pattern.IsEmpty)
            return path.IsEmpty;
        if (pattern[0] is not ('*' or ':'))
            return !path.IsEmpty && path[0] == pattern[0] && Search(path[1..], pattern[1..]);
        var isStar = pattern[0] == '*';
        var rest = pattern[(isStar ? 1 : 2)..];
        for (var length = isStar ? 0 : 1; length <= path.Length; length++)
        {
            if ((isStar || !path[..length].Contains('/')) && Search(path[length..], rest))
                return true;
        }
        return false;
    }

    private static AskedPath Asked(string target) => AskedPath.Of(RequestTarget.Parse(target).Value, "www.example.org");
}
