using System.Net;
using System.Text;
using Atrium.Conformance.Http;
using Atrium.Conformance.Sites;

namespace Atrium.Conformance.Guard;

/// <summary>Who may connect, seen from outside.</summary>
public sealed class FirewallTests(GuardServer server) : IClassFixture<GuardServer>
{
    private const string Live = "GET /livez HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";

    [Fact]
    public async Task Deny_OfAnAddress_EndsWhatIsOpenOnEveryDoorAndIsGoneAfterUnban()
    {
        await using var tls = await Wire.ConnectTlsFromAsync(IPAddress.Parse("127.0.1.1"), server.Process);
        await using var clear = await Wire.ConnectClearFromAsync(IPAddress.Parse("127.0.1.1"), server.Process);
        await using var other = await Wire.ConnectTlsFromAsync(IPAddress.Parse("127.0.1.2"), server.Process);
        foreach (var wire in (Wire[])[tls, clear, other])
        {
            await wire.SendAsync(Live);
            Assert.Equal(200, (await wire.AnswerAsync()).Status);
        }

        Assert.Contains("deny 127.0.1.1", await server.RunAsync("firewall", "deny", "127.0.1.1", "--for", "1h", "--note", "a test"), StringComparison.Ordinal);
        await tls.AssertClosedAsync();
        await clear.AssertClosedAsync();
        Assert.Null(await server.AskAsync("127.0.1.1", Live));
        Assert.Null(await server.AskAsync("127.0.1.1", Live, clear: true));
        await other.SendAsync(Live);
        Assert.Equal(200, (await other.AnswerAsync()).Status);
        var list = await server.RunAsync("firewall", "list");
        Assert.Contains("127.0.1.1", list, StringComparison.Ordinal);
        Assert.Contains("a test", list, StringComparison.Ordinal);

        await server.RunAsync("firewall", "unban", "127.0.1.1");
        Assert.Equal(200, (await server.AskAsync("127.0.1.1", Live))?.Status);
        Assert.Equal(200, (await server.AskAsync("127.0.1.1", Live, clear: true))?.Status);
        Assert.Equal(1, (await server.TryAsync("firewall", "unban", "127.0.1.1")).ExitCode);
    }

    [Fact]
    public async Task Deny_ForOneProtocol_LeavesTheOthers()
    {
        await server.RunAsync("firewall", "deny", "127.0.2.0/24", "--protocol", "http");
        Assert.Null(await server.AskAsync("127.0.2.1", Live, clear: true));
        Assert.Equal(200, (await server.AskAsync("127.0.2.1", Live))?.Status);
        await server.RunAsync("firewall", "allow", "127.0.2.1");
        // The rule for one protocol is about more addresses: the narrower network decides.
        Assert.Equal(200, (await server.AskAsync("127.0.2.1", Live, clear: true))?.Status);
        Assert.Null(await server.AskAsync("127.0.2.2", Live, clear: true));
    }

    [Fact]
    public async Task Probing_OfKnownAttackPaths_IsABanThatOutlivesARestart()
    {
        await using var after = await server.SetAsync("firewall.ban-after", "10");
        await Until.TrueAsync(
            async () => await server.AskAsync("127.0.3.1", "GET /wp-login.php HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n") is not { Status: 404 }, () => "Nobody was banned.");
        Assert.Null(await server.AskAsync("127.0.3.1", Live));
        var ban = Assert.Single(await server.BansAsync(), ban => (string?)ban["source"] == "127.0.3.1");
        Assert.Equal("probing", (string?)ban["reason"]);
        Assert.Equal(1, (int?)ban["times"]);
        Assert.Equal(TimeSpan.FromMinutes(10), (DateTimeOffset?)ban["until"] - (DateTimeOffset?)ban["since"]);

        await server.RestartAsync();
        Assert.Null(await server.AskAsync("127.0.3.1", Live, clear: true));
        Assert.Equal("127.0.3.1", (string?)(await server.UnbanAsync("127.0.3.1"))["bans"]![0]!["source"]);
        Assert.Equal(200, (await server.AskAsync("127.0.3.1", Live))?.Status);
    }

    [Theory]
    [InlineData("127.0.3.2", "Cookie: session=invented")]
    [InlineData("127.0.3.3", "Authorization: Bearer invented")]
    public async Task Misses_OfOneWhoOnlySaysThatHeHasSignedIn_AreABan(string from, string field)
    {
        await using var after = await server.SetAsync("firewall.ban-after", "1");
        var asked = 0;
        await Until.TrueAsync(
            async () => await server.AskAsync(from, Ask.Nobody($"GET /nothing-{asked++}", field)) is not { Status: 404 },
            () => "Nobody was banned.");
        Assert.Null(await server.AskAsync(from, Live));
        Assert.Equal("misses", (string?)Assert.Single(await server.BansAsync(), ban => (string?)ban["source"] == from)["reason"]);
    }

    [Fact]
    public async Task Misses_OfOneWhoHasSignedIn_AreNoBan()
    {
        await using var after = await server.SetAsync("firewall.ban-after", "1");
        await using var wire = await Wire.ConnectTlsFromAsync(IPAddress.Parse("127.0.3.4"), server.Process);
        // A sync client that looks whether each of its files is there already: five times what would be a ban.
        for (var i = 0; i < 100; i++)
        {
            await wire.SendAsync(Ask.Admin($"HEAD /api/v1/files/shared/guard/not-there-{i}"));
            Assert.Equal(404, (await wire.AnswerAsync(BodyRule.None)).Status);
        }
        Assert.Equal(200, (await server.AskAsync("127.0.3.4", Live))?.Status);
    }

    [Theory]
    [InlineData("127.0.4.1", "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nBroken field\r\n\r\n")] // refused before anybody but the parser has seen it
    [InlineData("127.0.4.2", "GET /a/../b HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")]
    public async Task MalformedInput_AgainAndAgain_IsABan(string from, string request)
    {
        await using var after = await server.SetAsync("firewall.ban-after", "1");
        Assert.Equal(400, (await server.AskAsync(from, request))?.Status);
        await Until.TrueAsync(async () => await server.AskAsync(from, request) is not { Status: 400 }, () => "Nobody was banned.");
        Assert.Null(await server.AskAsync(from, Live));
        Assert.Equal("malformed-input", (string?)Assert.Single(await server.BansAsync(), ban => (string?)ban["source"] == from)["reason"]);
    }

    [Fact]
    public async Task Offences_OfAnExemptNetwork_AreNoBan()
    {
        await using var after = await server.SetAsync("firewall.ban-after", "1");
        await using var exempt = await server.SetAsync("firewall.exempt-networks", "127.0.5.0/24");
        for (var i = 0; i < 10; i++)
            Assert.Equal(404, (await server.AskAsync("127.0.5.1", "GET /wp-login.php HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"))?.Status);
        Assert.Equal(200, (await server.AskAsync("127.0.5.1", Live))?.Status);
    }

    [Fact]
    public async Task Connections_MoreThanAnAddressMayHave_AreAnsweredInTheProtocolsWords()
    {
        await using var most = await server.SetAsync("firewall.connections-per-address", "2");
        await using var first = await Wire.ConnectTlsFromAsync(IPAddress.Parse("127.0.6.1"), server.Process);
        await using (await Wire.ConnectTlsFromAsync(IPAddress.Parse("127.0.6.1"), server.Process))
        {
            var busy = await server.AskAsync("127.0.6.1", Live, clear: true);
            Assert.Equal(503, busy?.Status);
            Assert.Equal("5", busy!["Retry-After"]);
            Assert.Null(await server.AskAsync("127.0.6.1", Live));
            Assert.Equal(200, (await server.AskAsync("127.0.6.2", Live))?.Status);
        }
        await Until.TrueAsync(async () => await server.AskAsync("127.0.6.1", Live) is not null, () => "A place that was left stays taken.");
    }

    [Fact]
    public async Task Connections_MoreThanThereMayBeInAll_AreTurnedAwayWhileTheOperatorGetsIn()
    {
        var all = new List<Wire>();
        try
        {
            await using var most = await server.SetAsync("firewall.connections", "16");
            var refused = 0;
            for (var i = 0; i < 20; i++)
            {
                var wire = await Wire.ConnectClearFromAsync(IPAddress.Parse($"127.0.7.{i + 1}"), server.Process);
                all.Add(wire);
                await wire.SendAsync(Live);
                refused += (await wire.AnswerAsync()).Status == 503 ? 1 : 0;
            }
            // The admin's own connection is one of the sixteen.
            Assert.InRange(refused, 4, 6);
            Assert.Contains("Rule", await server.RunAsync("firewall", "list"), StringComparison.Ordinal);
        }
        finally
        {
            foreach (var wire in all)
                await wire.DisposeAsync();
        }
    }

    [Fact]
    public async Task ProxyProtocol_FromAProxy_NamesTheClientAndFromOthersIsMalformed()
    {
        await using var proxies = await server.SetAsync("firewall.proxies", "127.0.8.1");
        await server.DenyAsync("198.51.100.9");
        const string Line = "PROXY TCP4 198.51.100.9 192.0.2.1 4711 443\r\n", OtherLine = "PROXY TCP4 198.51.100.8 192.0.2.1 4711 443\r\n";
        var binary = Encoding.Latin1.GetString([.. "\r\n\r\n\0\r\nQUIT\n"u8, 0x21, 0x11, 0, 12, 198, 51, 100, 9, 192, 0, 2, 1, 0x12, 0x67, 1, 0xBB]);
        Assert.Equal(200, (await server.AskAsync("127.0.8.1", OtherLine + Live, clear: true))?.Status);
        Assert.Equal(200, (await server.AskAsync("127.0.8.1", Live, clear: true))?.Status);
        Assert.Null(await server.AskAsync("127.0.8.1", Line + Live, clear: true));
        Assert.Null(await server.AskAsync("127.0.8.1", binary + Live, clear: true));
        Assert.Null(await server.AskAsync("127.0.8.1", "PROXY nonsense\r\n" + Live, clear: true));
        Assert.Equal(400, (await server.AskAsync("127.0.8.2", OtherLine + Live, clear: true))?.Status);

        // Before TLS too, and on connections that are open: the client's rule ends them, not the proxy's.
        await using var tls = await Wire.ConnectTlsFromAsync(IPAddress.Parse("127.0.8.1"), server.Process, Encoding.ASCII.GetBytes(OtherLine));
        await tls.SendAsync(Live);
        Assert.Equal(200, (await tls.AnswerAsync()).Status);
        await server.DenyAsync("198.51.100.8");
        await tls.AssertClosedAsync();
        Assert.Equal(200, (await server.AskAsync("127.0.8.1", Live))?.Status);
        await server.UnbanAsync("198.51.100.8");
        await server.UnbanAsync("198.51.100.9");
    }

    [Fact]
    public async Task ForwardedFor_FromAProxy_IsBelievedAndFromOthersIsNot()
    {
        await using var proxies = await server.SetAsync("firewall.proxies", "127.0.9.1");
        await server.DenyAsync("198.51.100.10");
        const string Asks = "GET /livez HTTP/1.1\r\nHost: 127.0.0.1\r\n{0}\r\n\r\n";
        Task<WireAnswer?> AskAsync(string from, string field) => server.AskAsync(from, string.Format(System.Globalization.CultureInfo.InvariantCulture, Asks, field));
        Assert.Equal(403, (await AskAsync("127.0.9.1", "X-Forwarded-For: 203.0.113.1, 198.51.100.10"))?.Status);
        Assert.Equal(403, (await AskAsync("127.0.9.1", "Forwarded: for=198.51.100.10;proto=https"))?.Status);
        // What stands before is the client's own word.
        Assert.Equal(200, (await AskAsync("127.0.9.1", "X-Forwarded-For: 198.51.100.10, 203.0.113.1"))?.Status);
        Assert.Equal(200, (await AskAsync("127.0.9.2", "X-Forwarded-For: 198.51.100.10"))?.Status);
        await server.UnbanAsync("198.51.100.10");
    }

    [Theory]
    [InlineData("firewall.requests-per-address", "127.0.10.1", "127.0.10.2", true)]
    [InlineData("firewall.requests-per-account", "127.0.10.3", "127.0.10.4", false)]
    [InlineData("firewall.requests-per-space", "127.0.10.5", "127.0.10.6", false)]
    public async Task Requests_FasterThanASettingAllows_AreAnsweredWith429(string setting, string from, string other, bool isOfAddress)
    {
        await using var exempt = await server.SetAsync("firewall.exempt-networks", "127.0.0.1");
        await using var rate = await server.SetAsync(setting, "1");
        await using var wire = await Wire.ConnectTlsFromAsync(IPAddress.Parse(from), server.Process);
        var request = Ask.Admin("GET /api/v1/files/shared/guard?list");
        await AssertLimitedAsync(wire, request);
        // Another address is another source, and the same account.
        Assert.Equal(isOfAddress ? 200 : 429, (await server.AskAsync(other, request))?.Status);
    }

    [Fact]
    public async Task Requests_ToASiteFasterThanItsRate_AreAnsweredWith429AndThoseToAnotherAreNot()
    {
        using var scratch = new Scratch();
        var www = scratch.Path("www");
        Directory.CreateDirectory(www);
        await File.WriteAllTextAsync(Path.Combine(www, "index.html"), "x", TestRun.Cancelled);
        foreach (var host in new[] { "rated.example", "other.example" })
            await server.RunAsync("site", "add", host, "--http", "--from", www);
        await using var exempt = await server.SetAsync("firewall.exempt-networks", "127.0.0.1");
        await using var rate = await server.SetAsync("firewall.requests-per-site", "1");
        await using var wire = await Wire.ConnectClearFromAsync(IPAddress.Parse("127.0.10.7"), server.Process);
        const string Asks = "GET / HTTP/1.1\r\nHost: {0}\r\n\r\n";
        string To(string host) => string.Format(System.Globalization.CultureInfo.InvariantCulture, Asks, host);
        await AssertLimitedAsync(wire, To("rated.example"));
        // All visitors together, whether what they ask for is in memory or not; a site beside it has a rate of its own.
        Assert.Equal(429, (await server.AskAsync("127.0.10.8", To("rated.example"), clear: true))?.Status);
        Assert.Equal(200, (await server.AskAsync("127.0.10.7", To("other.example"), clear: true))?.Status);
    }

    [Fact]
    public async Task Requests_ToASiteBeyondItsNumberAtOnce_AreAnsweredWith429UntilOneIsDone()
    {
        await using var application = await Application.StartAsync();
        await server.RunAsync("site", "add", "narrow.example", "--http", "--proxy", application.Address);
        await using var exempt = await server.SetAsync("firewall.exempt-networks", "127.0.0.1");
        await using var most = await server.SetAsync("firewall.requests-at-once-per-site", "1");
        await using var wire = await Wire.ConnectClearFromAsync(IPAddress.Parse("127.0.10.9"), server.Process);
        await wire.SendAsync("GET /stream HTTP/1.1\r\nHost: narrow.example\r\n\r\n");
        // Only then: whoever asks before would hold the one place while the stream comes for it.
        await Until.TrueAsync(() => Task.FromResult(application.Served == 1), () => "The application was not asked.");
        Assert.Equal(429, await StatusAsync());
        application.GoOn.SetResult();
        Assert.Equal(200, (await wire.AnswerAsync()).Status);
        await Until.TrueAsync(async () => await StatusAsync() == 200, () => "The place was not given back.");

        async Task<int?> StatusAsync() => (await server.AskAsync("127.0.10.10", "GET / HTTP/1.1\r\nHost: narrow.example\r\n\r\n", clear: true))?.Status;
    }

    [Fact]
    public async Task Requests_ToASiteWithLimitsOfItsOwn_AreAnsweredWith429AndThoseToOthersAreNot()
    {
        await using var application = await Application.StartAsync();
        using var scratch = new Scratch();
        var www = scratch.Path("www");
        Directory.CreateDirectory(www);
        await File.WriteAllTextAsync(Path.Combine(www, "index.html"), "x", TestRun.Cancelled);
        await server.RunAsync("site", "add", "slow.example", "--http", "--from", www);
        await server.RunAsync("site", "add", "free.example", "--http", "--from", www);
        await server.RunAsync("site", "add", "few.example", "--http", "--proxy", application.Address);
        await server.RunAsync("site", "set", "slow.example", "rate", "1");
        await server.RunAsync("site", "set", "few.example", "at-once", "1");
        await using var exempt = await server.SetAsync("firewall.exempt-networks", "127.0.0.1");

        await using (var wire = await Wire.ConnectClearFromAsync(IPAddress.Parse("127.0.10.11"), server.Process))
            await AssertLimitedAsync(wire, "GET / HTTP/1.1\r\nHost: slow.example\r\n\r\n");
        for (var i = 0; i < 30; i++)
            Assert.Equal(200, await StatusAsync("free.example"));

        await using var stream = await Wire.ConnectClearFromAsync(IPAddress.Parse("127.0.10.12"), server.Process);
        await stream.SendAsync("GET /stream HTTP/1.1\r\nHost: few.example\r\n\r\n");
        await Until.TrueAsync(() => Task.FromResult(application.Served == 1), () => "The application was not asked.");
        Assert.Equal(429, await StatusAsync("few.example"));
        application.GoOn.SetResult();
        Assert.Equal(200, (await stream.AnswerAsync()).Status);
        await Until.TrueAsync(async () => await StatusAsync("few.example") == 200, () => "The place was not given back.");
        await server.RunAsync("site", "set", "slow.example", "rate", "off");
        Assert.Equal(200, await StatusAsync("slow.example"));

        async Task<int?> StatusAsync(string host)
            => (await server.AskAsync("127.0.10.13", $"GET / HTTP/1.1\r\nHost: {host}\r\n\r\n", clear: true))?.Status;
    }

    /// <summary>The same request until it comes too fast.</summary>
    private static async Task AssertLimitedAsync(Wire wire, string request)
    {
        WireAnswer answer;
        var taken = 0;
        do
        {
            await wire.SendAsync(request);
            answer = await wire.AnswerAsync();
            taken++;
        }
        while (answer.Status == 200 && taken < 500);
        Assert.Equal(429, answer.Status);
        // Ten seconds' worth at once, and what came due meanwhile on a slow machine.
        Assert.InRange(taken, 11, 400);
        Assert.InRange(int.Parse(answer["Retry-After"]!, System.Globalization.CultureInfo.InvariantCulture), 1, 10);
    }

    [Fact]
    public async Task Method_ThatIsTurnedOff_IsRefusedButForTheOperator()
    {
        await using (await server.SetAsync("http.refused-methods", "patch"))
        {
            var answer = await server.AskAsync("127.0.11.1", Ask.Admin("PATCH /api/v1/files/shared/guard/f?append", "Content-Length: 0"));
            Assert.Equal(405, answer?.Status);
            Assert.DoesNotContain("PATCH", answer!["Allow"]!.Split(", "));
        }
        Assert.Equal(201, (await server.AskAsync("127.0.11.1", Ask.Admin("PATCH /api/v1/files/shared/guard/f?append", "Content-Length: 0")))?.Status);
    }

    [Fact]
    public async Task Fields_MoreThanASettingAllows_AreRefused()
    {
        await using var fields = await server.SetAsync("http.max-fields", "10");
        var many = string.Concat(Enumerable.Range(0, 20).Select(i => $"X-{i}: y\r\n"));
        Assert.Equal(431, (await server.AskAsync("127.0.12.1", $"GET /livez HTTP/1.1\r\nHost: 127.0.0.1\r\n{many}\r\n"))?.Status);
        Assert.Equal(200, (await server.AskAsync("127.0.12.1", Live))?.Status);
    }
}
