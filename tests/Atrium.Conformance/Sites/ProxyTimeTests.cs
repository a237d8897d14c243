namespace Atrium.Conformance.Sites;

/// <summary>An application that says nothing is not waited for without end.</summary>
public sealed class ProxyTimeTests(SiteServer server) : IClassFixture<SiteServer>
{
    [Theory]
    [InlineData("--http1.1")]
    [InlineData("--http2")]
    public async Task Application_ThatSaysNothing_504WithAPlainPageAndItsRequestEnds(string protocol)
    {
        await using var application = await Application.StartAsync();
        var host = $"silent{protocol.TrimStart('-').Replace(".", "", StringComparison.Ordinal)}.example";
        (await server.SiteAsync("add", host, "--proxy", application.Address)).OrThrow();
        (await AtriumProgram.RunAsync("setting", "set", "http.proxy-idle-time", "1s", "--data", server.Process.Data)).OrThrow();
        var answer = await server.AskAsync(host, "/silent", protocol);
        Assert.Equal((504, "text/html; charset=utf-8"), (answer.Status, answer.Header("Content-Type")));
        Assert.DoesNotContain("127.0.0.1", answer.Text, StringComparison.Ordinal);
        // The application hears of it, and what it was asked is over there too.
        await application.Left.Task.WaitAsync(Until.Patience, TestRun.Cancelled);
        Assert.Equal(200, (await server.AskAsync(host, "/", protocol)).Status);
    }
}
