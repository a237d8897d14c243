namespace Atrium.Conformance.Http;

/// <summary>The CORS protocol (Fetch, 3.3): named origins may all, sites on this server may read without a sign-in, others nothing.</summary>
[Collection(HttpCollection.Name)]
public sealed class CorsTests(HttpServer server) : IAsyncLifetime
{
    private const string Named = "https://app.example.org", Site = "https://site.example.net:8443", Foreign = "https://evil.example";

    public async ValueTask InitializeAsync()
    {
        (await AtriumProgram.RunAsync("setting", "set", "http.cors.origins", $"{Named},https://other.example.org", "--data", server.Process.Data)).OrThrow();
        // The first test makes it.
        await AtriumProgram.RunAsync("site", "add", "site.example.net", "--data", server.Process.Data);
        await server.StoreAsync("/shared/http/cors", "content");
    }

    public async ValueTask DisposeAsync() => (await AtriumProgram.RunAsync("setting", "reset", "http.cors.origins", "--data", server.Process.Data)).OrThrow();

    [Fact]
    public async Task Preflight_OfANamedOrigin_AllowsTheMethodsOfTheResource()
    {
        var answer = await PreflightAsync(Named);
        Assert.Equal(204, answer.Status);
        Assert.Equal(Named, answer["Access-Control-Allow-Origin"]);
        Assert.Equal("true", answer["Access-Control-Allow-Credentials"]);
        Assert.Contains("PUT", answer["Access-Control-Allow-Methods"]);
        Assert.Contains("Authorization", answer["Access-Control-Allow-Headers"]);
        Assert.Contains("Origin", answer["Vary"]);
    }

    [Fact]
    public async Task Preflight_OfASite_AllowsReadingWithoutASignIn()
    {
        var answer = await PreflightAsync(Site);
        Assert.Equal(Site, answer["Access-Control-Allow-Origin"]);
        Assert.Null(answer["Access-Control-Allow-Credentials"]);
        Assert.Equal("GET, HEAD", answer["Access-Control-Allow-Methods"]);
    }

    [Theory]
    [InlineData(Foreign)]
    [InlineData("null")]
    [InlineData("https://app.example.org.evil.example")]
    [InlineData("http://app.example.org")]
    [InlineData("https://app.example.org:8443")]
    [InlineData("https://site.example.net@evil.example")]
    public async Task Anything_OfAForeignOrigin_GetsNothing(string origin)
    {
        var preflight = await PreflightAsync(origin);
        Assert.DoesNotContain(preflight.Fields, field => field.Name.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase));
        Assert.Contains("Origin", preflight["Vary"]);
        var read = await server.AskAsync(Ask.Admin("GET /api/v1/files/shared/http/cors", $"Origin: {origin}"));
        Assert.DoesNotContain(read.Fields, field => field.Name.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase));
        Assert.Equal(403, (await server.AskAsync(Ask.Admin("PUT /api/v1/files/shared/http/cors", $"Origin: {origin}", "Sec-Fetch-Site: cross-site", "Content-Length: 1") + "x")).Status);
        Assert.Equal("content", await server.ReadAsync("/shared/http/cors"));
    }

    [Fact]
    public async Task Answer_ToANamedOrigin_ShowsItsFields()
    {
        var answer = await server.AskAsync(Ask.Admin("GET /api/v1/files/shared/http/cors", $"Origin: {Named}", "Sec-Fetch-Site: cross-site"));
        Assert.Equal((200, Named, "true"), (answer.Status, answer["Access-Control-Allow-Origin"], answer["Access-Control-Allow-Credentials"]));
        foreach (var field in (string[])["ETag", "Content-Range", "Location"])
            Assert.Contains(field, answer["Access-Control-Expose-Headers"]);
        var missing = await server.AskAsync(Ask.Admin("GET /api/v1/files/shared/http/cors-missing", $"Origin: {Named}"));
        Assert.Equal((404, Named), (missing.Status, missing["Access-Control-Allow-Origin"]));
        var stored = await server.AskAsync(Ask.Admin("PUT /api/v1/files/shared/http/cors-new", $"Origin: {Named}", "Sec-Fetch-Site: cross-site", "Content-Length: 1") + "x");
        Assert.Contains(stored.Status, new[] { 201, 204 });
    }

    [Fact]
    public async Task Change_OfASitesPage_IsRefused()
        => Assert.Equal(403, (await server.AskAsync(Ask.Admin("DELETE /api/v1/files/shared/http/cors", $"Origin: {Site}", "Sec-Fetch-Site: cross-site"))).Status);

    [Fact]
    public async Task Origin_TakenAway_HoldsAtOnce()
    {
        (await AtriumProgram.RunAsync("setting", "set", "http.cors.origins", "", "--data", server.Process.Data)).OrThrow();
        Assert.Null((await PreflightAsync(Named))["Access-Control-Allow-Origin"]);
    }

    private Task<WireAnswer> PreflightAsync(string origin) => server.AskAsync(Ask.Nobody(
        "OPTIONS /api/v1/files/shared/http/cors", $"Origin: {origin}", "Access-Control-Request-Method: PUT", "Access-Control-Request-Headers: authorization,content-type"));
}
