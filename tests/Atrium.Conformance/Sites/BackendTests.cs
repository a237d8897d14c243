using System.Net;
using System.Text.Json;

namespace Atrium.Conformance.Sites;

/// <summary>Several applications behind one site.</summary>
public sealed class BackendTests(SiteServer server) : IClassFixture<SiteServer>, IAsyncLifetime
{
    private readonly string host = $"b{Guid.NewGuid():N}.example";
    private readonly List<Application> applications = [];
    private readonly List<string> addresses = [];

    public async ValueTask InitializeAsync()
    {
        for (var i = 0; i < 2; i++)
        {
            applications.Add(await Application.StartAsync());
            addresses.Add(applications[i].Address);
        }
        (await server.SiteAsync("add", host, "--proxy", applications[0].Address, "--proxy", applications[1].Address)).OrThrow();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var application in applications)
            await application.DisposeAsync();
    }

    [Fact]
    public async Task NoApplication_IsAnsweredForWithThePageOfTheSite()
    {
        using var api = server.NewApi();
        using var stored = await api.PutAsync($"/api/v1/files/sites/{host}/current/502.html", new StringContent("<p>back soon</p>"), TestRun.Cancelled);
        Assert.True(stored.IsSuccessStatusCode);
        await applications[0].DisposeAsync();
        await applications[1].DisposeAsync();
        var answer = await server.AskAsync(host, "/");
        Assert.Equal((502, "<p>back soon</p>", "no-store"), (answer.Status, answer.Text, answer.Header("Cache-Control")));
        Assert.Equal(502, (await server.AskAsync(host, "/403.html")).Status); // nothing else of the folder is shown
    }

    [Theory]
    [InlineData("round-robin")]
    [InlineData("least-requests")]
    [InlineData("power-of-two")]
    public async Task Requests_OfAPolicy_ReachTheApplications(string balance)
    {
        (await server.SiteAsync("set", host, "balance", balance)).OrThrow();
        using var visitor = server.NewVisitor(host);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ => Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync("/", TestRun.Cancelled)).StatusCode)));
        if (balance == "round-robin")
            Assert.All(applications, application => Assert.Equal(10, application.Served));
        else
            Assert.Equal(20, applications.Sum(application => application.Served));
    }

    [Fact]
    public async Task Sticky_Visitor_StaysWithOneApplication()
    {
        (await server.SiteAsync("set", host, "sticky", "on")).OrThrow();
        (await server.SiteAsync("set", host, "balance", "round-robin")).OrThrow();
        var jar = server.Scratch.Path($"jar-{host}");
        for (var i = 0; i < 6; i++)
            Assert.Equal(200, (await server.AskAsync(host, "/", "-b", jar, "-c", jar)).Status);
        Assert.Equal([0, 6], applications.Select(application => application.Served).Order());
    }

    [Fact]
    public async Task ApplicationThatTakesNoConnection_IsPassedOverAndShownAsDown()
    {
        (await server.SiteAsync("set", host, "balance", "round-robin")).OrThrow();
        await applications[1].DisposeAsync();
        for (var i = 0; i < 6; i++)
            Assert.Equal(200, (await server.AskAsync(host, "/")).Status);
        Assert.Equal(6, applications[0].Served);
        var shown = (await server.SiteAsync("show", host)).OrThrow();
        Assert.Contains("down", shown.Output, StringComparison.Ordinal);
        var doctor = await AtriumProgram.RunAsync(["doctor", "--data", server.Process.Data]);
        Assert.Contains($"{addresses[1]} is down", doctor.Output, StringComparison.Ordinal);
    }

    /// <summary>What changes something is not sent twice, whoever has or has not got it.</summary>
    [Fact]
    public async Task Post_ToAnApplicationThatIsGone_IsNotSentToAnother()
    {
        await applications[0].DisposeAsync();
        await applications[1].DisposeAsync();
        await using var third = await Application.StartAsync();
        (await server.SiteAsync("set", host, "backends", third.Address)).OrThrow();
        (await server.SiteAsync("set", host, "balance", "round-robin")).OrThrow();
        Assert.Equal(502, (await server.AskAsync(host, "/", "-d", "x=1")).Status);
        Assert.Equal(0, third.Served);
        Assert.Equal(200, (await server.AskAsync(host, "/")).Status);
    }

    [Fact]
    public async Task HealthCheck_ThatAnswersBadly_TakesTheApplicationOutAndBringsItBack()
    {
        applications[1].IsWell = false;
        (await server.SiteAsync("set", host, "health-check", "/healthz", "1s", "5s", "1")).OrThrow();
        await Until.TrueAsync(async () => await DownAsync() == 1, () => "nobody is down");
        var before = applications[1].Served;
        for (var i = 0; i < 4; i++)
            Assert.Equal(200, (await server.AskAsync(host, "/")).Status);
        Assert.Equal(before, applications[1].Served);
        applications[1].IsWell = true;
        await Until.TrueAsync(async () => await DownAsync() == 0, () => "somebody is down");
    }

    private async Task<int> DownAsync()
    {
        using var api = server.NewApi();
        var site = JsonDocument.Parse(await api.GetStringAsync($"/api/v1/sites/{host}", TestRun.Cancelled)).RootElement;
        return site.GetProperty("backends").EnumerateArray().Count(backend => !backend.GetProperty("up").GetBoolean());
    }
}
