using System.Text.RegularExpressions;
using Atrium.Conformance.Contract;

namespace Atrium.Conformance.Access;

/// <summary>"Not there" and "not yours" are one answer: byte by byte, but for the date and the name that was asked for.</summary>
public sealed partial class HiddenTests(AccessServer server) : IClassFixture<AccessServer>
{
    /// <summary>Everything that can be asked about a path, or done to it.</summary>
    private static readonly (string Method, string Target, string? Body, string[] Fields)[] Questions =
    [
        ("GET", "/api/v1/files{path}", null, []),
        ("HEAD", "/api/v1/files{path}", null, []),
        ("GET", "/api/v1/files{path}/", null, []),
        ("GET", "/api/v1/files{path}?list", null, []),
        ("GET", "/api/v1/files{path}?list&deleted", null, []),
        ("GET", "/api/v1/files{path}?list&sort=size&order=desc", null, []),
        ("GET", "/api/v1/files{path}?list&seq=12", null, []),
        ("GET", "/api/v1/files{path}?seq=12", null, []),
        ("HEAD", "/api/v1/files{path}?seq=12", null, []),
        ("GET", "/api/v1/files{path}?seq=999999", null, []),
        ("GET", "/api/v1/files{path}?at=2126-01-01T00:00:00Z", null, []),
        ("GET", "/api/v1/files{path}?at=2001-01-01T00:00:00Z", null, []),
        ("GET", "/api/v1/files{path}?version=1", null, []),
        ("GET", "/api/v1/files{path}?version=12", null, []),
        ("GET", "/api/v1/files{path}?versions", null, []),
        ("GET", "/api/v1/files{path}", null, ["Range: bytes=0-0"]),
        ("GET", "/api/v1/files{path}", null, ["If-None-Match: *"]),
        ("DELETE", "/api/v1/files{path}", null, []),
        ("DELETE", "/api/v1/files{path}/", null, []),
        ("DELETE", "/api/v1/files{path}?recursive=true", null, []),
        ("DELETE", "/api/v1/files{path}", null, ["If-Match: *"]),
        ("DELETE", "/api/v1/files{path}", null, ["If-Match: \"a\""]),
        ("DELETE", "/api/v1/files{path}", null, ["If-Unmodified-Since: Mon, 01 Jan 2001 00:00:00 GMT"]),
        ("POST", "/api/v1/operations/copy", """{"from":"{path}","to":"{free}"}""", []),
        ("POST", "/api/v1/operations/copy", """{"from":"{path}","to":"{free}","at":"2126-01-01T00:00:00Z"}""", []),
        ("POST", "/api/v1/operations/move", """{"from":"{path}","to":"{free}"}""", []),
        ("POST", "/api/v1/operations/move", """{"from":"{path}","to":"{path}/in"}""", []),
        ("POST", "/api/v1/operations/undelete", """{"path":"{path}"}""", []),
        ("POST", "/api/v1/operations/undelete", """{"path":"{path}","to":"{free}"}""", []),
        ("POST", "/api/v1/operations/undelete", """{"path":"{path}","to":"{free}","at":"2126-01-01T00:00:00Z"}""", []),
        ("POST", "/api/v1/operations/undelete", """{"path":"{path}","to":"{free}","at":"2001-01-01T00:00:00Z"}""", []),
        ("GET", "/api/v1/changes?space={path}", null, []),
        ("GET", "/api/v1/spaces{path}", null, []),
        ("PATCH", "/api/v1/spaces{path}", """{"quota":1}""", []),
        ("GET", "/api/v1/grants?path={path}", null, []),
        ("POST", "/api/v1/grants", """{"path":"{path}","principal":"cid","rights":"read"}""", []),
        ("POST", "/api/v1/grants", """{"path":"{path}","principal":"nobody","rights":"read"}""", []),
        ("DELETE", "/api/v1/grants?path={path}&principal=cid", null, []),
        ("PUT", "/api/v1/grants/inheritance", """{"path":"{path}","inherits":true}""", []),
        ("GET", "/api/v1/access?path={path}", null, []),
        ("GET", "/api/v1/access/explain?account=ann&action=read&path={path}", null, []),
        ("GET", "/api/v1/access/explain?account=nobody&action=read&path={path}", null, []),
    ];

    /// <summary>What puts something at a path: where the caller may not create, the name must not tell that it is taken.</summary>
    private static readonly (string Method, string Target, string? Body, string[] Fields)[] Attempts =
    [
        ("PUT", "/api/v1/files{path}", "new", []),
        ("PUT", "/api/v1/files{path}/", null, []),
        ("PUT", "/api/v1/files{path}", "new", ["If-None-Match: *"]),
        ("PUT", "/api/v1/files{path}", "new", ["If-Match: *"]),
        ("PATCH", "/api/v1/files{path}?append", "more", []),
        ("POST", "/api/v1/operations/copy", """{"from":"{own}","to":"{path}"}""", []),
        ("POST", "/api/v1/operations/copy", """{"from":"{own}","to":"{path}","overwrite":true}""", []),
        ("POST", "/api/v1/operations/move", """{"from":"{own}","to":"{path}"}""", []),
        ("POST", "/api/v1/operations/move", """{"from":"{own}","to":"{path}","overwrite":true}""", []),
        ("POST", "/api/v1/operations/undelete", """{"path":"{own}","to":"{path}","at":"2126-01-01T00:00:00Z"}""", []),
    ];

    [Theory]
    [InlineData("/shared/secret", "/shared/absent")]
    [InlineData("/shared/secret/f", "/shared/absent/f")]
    [InlineData("/shared/secret/f", "/shared/secret/g")]
    [InlineData("/shared/team/open/f", "/shared/team/open/g")]
    [InlineData("/shared/team/open/f/g", "/shared/team/open/g/g")]
    [InlineData("/home/ann", "/home/eve")]
    public async Task Anything_OfWhomNothingIsGranted_IsTheSameAnswer(string hidden, string missing)
    {
        await AssertSameAsync(AccessServer.Account("cid"), hidden, missing, [.. Questions, .. Attempts]);
        await AssertSameAsync(null, hidden, missing, [.. Questions, .. Attempts]);
    }

    [Theory]
    [InlineData("/shared/team/open/hidden", "/shared/team/open/absent")]
    [InlineData("/shared/team/open/hidden/f", "/shared/team/open/absent/f")]
    [InlineData("/shared/team/open/hidden/f", "/shared/team/open/hidden/g")]
    [InlineData("/shared/team/open/hidden/f/g", "/shared/team/open/hidden/g/g")]
    public async Task Anything_OfWhatIsHiddenInAFolderThatMayBeRead_IsTheSameAnswer(string hidden, string missing)
    {
        await server.GrantAsync("/shared/team/open", "ann", "read");
        await AssertSameAsync(AccessServer.Account("ann"), hidden, missing, [.. Questions, .. Attempts]);
        // Whoever may do all but manage meets the name only where he would take it.
        await server.GrantAsync("/shared/team/open", "ann", "read,create,write,delete,share");
        await AssertSameAsync(AccessServer.Account("ann"), hidden, missing, Questions);
        await server.GrantAsync("/shared/team/open", "ann", "read");
    }

    [Fact]
    public async Task Anything_OfWhatWasDeletedOrMovedOutOfSight_IsTheSameAnswer()
    {
        await server.StoreAsync("/shared/team/open/closed/f", "to be deleted");
        await server.StoreAsync("/shared/team/open/nomads", "to be moved away");
        await server.RunAsync("access", "inherit", "/shared/team/open/closed", "off");
        Assert.Equal(204, (await server.AskAsync(new CurlRequest("DELETE", "/api/v1/files/shared/team/open/closed?recursive=true", AccessServer.Admin))).Status);
        Assert.Equal(201, (await server.AskAsync(new CurlRequest(
            "POST", "/api/v1/operations/move", AccessServer.Admin, """{"from":"/shared/team/open/nomads","to":"/shared/team/open/hidden/nomads"}"""))).Status);
        await server.GrantAsync("/shared/team/open", "ann", "read");
        var ann = AccessServer.Account("ann");
        await AssertSameAsync(ann, "/shared/team/open/closed", "/shared/team/open/absent", [.. Questions, .. Attempts]);
        await AssertSameAsync(ann, "/shared/team/open/closed/f", "/shared/team/open/absent/f", [.. Questions, .. Attempts]);
        await AssertSameAsync(ann, "/shared/team/open/nomads", "/shared/team/open/absent", [.. Questions, .. Attempts]);
    }

    [Fact]
    public async Task Lists_OfWhomSomethingIsHiddenFrom_TellNeitherItsNameNorItsSize()
    {
        await server.GrantAsync("/shared/team", "ann", "read");
        await server.StoreAsync("/shared/team/open/hidden/h", new string('h', 12_345));
        string[] targets =
        [
            "/api/v1/files/", "/api/v1/files/shared?list", "/api/v1/files/shared/team?list", "/api/v1/files/shared/team/open?list",
            "/api/v1/files/shared/team/open?list&limit=2", "/api/v1/files/shared/team/open?list&sort=size", "/api/v1/files/shared/team/open?list&seq=12",
            "/api/v1/files/shared/team?list&deleted", "/api/v1/files/shared/team/open?list&deleted", "/api/v1/spaces", "/api/v1/spaces/shared/team",
            "/api/v1/changes?space=/shared/team&limit=1000", "/api/v1/access/shared-with-me",
        ];
        var answers = await server.Curl.ManyAsync([.. targets.Select(target => new CurlRequest("GET", target, AccessServer.Account("ann")))]);
        foreach (var answer in answers)
        {
            Assert.Equal(200, answer.Status);
            Assert.DoesNotContain("hidden", answer.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("secret", answer.Text, StringComparison.Ordinal);
            Assert.DoesNotMatch("\"(size|used|history)\":[0-9]{5,}", answer.Text);
        }
        // A page does not promise another one that holds nothing he may see.
        Assert.Equal("null", Regex.Match(answers[4].Text, "\"next\":([^}]*)").Groups[1].Value);
        await server.RunAsync("access", "revoke", "/shared/team", "ann");
    }

    private async Task AssertSameAsync(
        (string, string)? who, string hidden, string missing, IEnumerable<(string Method, string Target, string? Body, string[] Fields)> questions)
    {
        const string Own = "/shared/team/open/sub/f", Free = "/shared/team/open/new";
        var all = questions.ToList();
        CurlRequest At((string Method, string Target, string? Body, string[] Fields) question, string path)
        {
            string Fill(string text) => text.Replace("{path}", path).Replace("{own}", Own).Replace("{free}", Free);
            return new CurlRequest(question.Method, Fill(question.Target), who, question.Body is { } body ? Fill(body) : null, question.Fields);
        }
        var there = await server.Curl.ManyAsync([.. all.Select(question => At(question, hidden))]);
        var not = await server.Curl.ManyAsync([.. all.Select(question => At(question, missing))]);
        for (var i = 0; i < all.Count; i++)
        {
            Assert.InRange(there[i].Status, 400, 499);
            Assert.Equal(
                (all[i], Without(not[i].Headers, missing), Without(not[i].Text, missing)), (all[i], Without(there[i].Headers, hidden), Without(there[i].Text, hidden)));
        }
    }

    private static string Without(string text, string name) => Date().Replace(text, "").Replace(name, "{path}", StringComparison.Ordinal);

    [GeneratedRegex("(?m)^[Dd]ate: .*$")]
    private static partial Regex Date();
}
