using System.Text;
using System.Text.Json;
using Atrium.Conformance.Http;
using Microsoft.Playwright;

namespace Atrium.Conformance.Pages;

/// <summary>The pages of links, in a browser: with and without scripts, light and dark, on a desk and in a hand.</summary>
[Collection(HttpCollection.Name)]
public sealed class SharePageTests(HttpServer server, Browser browser) : IClassFixture<Browser>
{
    private const string Folder = "/shared/http/page";

    // One grey pixel.
    private static readonly byte[] Png = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mOcMWPGfwAGgAKdb3D7pQAAAABJRU5ErkJggg==");

    private string Origin => $"https://localhost:{server.Process.HttpsPort}";

    [Fact]
    public async Task Folder_InABrowser_LeadsToPreviews()
    {
        await FillAsync();
        var token = await LinkAsync($$"""{"path":"{{Folder}}"}""");
        var (page, problems) = await OpenAsync(new() { ViewportSize = new() { Width = 1200, Height = 800 } });
        await page.GotoAsync($"{Origin}/s/{token}");
        await Browser.ShootAsync(page, "share-folder");
        Assert.Equal(1, await page.GetByRole(AriaRole.Heading).CountAsync());
        Assert.EndsWith($"/s/{token}/?zip", await page.GetByRole(AriaRole.Link, new() { Name = "Download all (zip)" }).EvaluateAsync<string>("a => a.href"), StringComparison.Ordinal);

        await page.GetByRole(AriaRole.Link, new() { Name = "notes.txt" }).ClickAsync();
        Assert.Contains("<b>plain & simple</b> grüße", await page.Locator("pre").InnerTextAsync(), StringComparison.Ordinal);
        await Browser.ShootAsync(page, "share-text");
        await page.GetByRole(AriaRole.Link, new() { Name = "page" }).ClickAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "picture.png" }).ClickAsync();
        await Until.TrueAsync(() => page.Locator("img").EvaluateAsync<bool>("i => i.complete && i.naturalWidth == 1"), () => "The picture is not shown.");
        await Browser.ShootAsync(page, "share-picture");
        await page.GoBackAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "sound.wav" }).ClickAsync();
        // Played from the middle: the browser asks for a range.
        await Until.TrueAsync(() => page.Locator("audio").EvaluateAsync<bool>("a => a.duration > 1"), () => "The sound is not read.");
        await page.Locator("audio").EvaluateAsync("a => { a.currentTime = 1; }");
        await Until.TrueAsync(() => page.Locator("audio").EvaluateAsync<bool>("a => !a.seeking && a.currentTime == 1"), () => "The sound cannot be wound on.");
        await Browser.ShootAsync(page, "share-sound");
        Assert.Empty(problems);
    }

    /// <summary>ATTACKS 8.</summary>
    [Fact]
    public async Task Attack8_ScriptInAFile_NeverRuns()
    {
        await FillAsync();
        const string Script = "<script>document.title='run';fetch('/run')</script>";
        await server.StoreAsync($"{Folder}/evil.html", $"<html>{Script}<body onload=\"document.title='run'\">", "Content-Type: text/html");
        await server.StoreAsync($"{Folder}/evil.svg", $"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9' onload=\"document.title='run'\">{Script}</svg>", "Content-Type: image/svg+xml");
        await server.StoreAsync($"{Folder}/evil.txt", $"</pre>{Script}");
        await server.StoreAsync($"{Folder}/evil.pdf", Script, "Content-Type: text/html");
        await server.StoreAsync($"{Folder}/%3Cimg%20src=x%20onerror=document.title='run'%3E", "a name");
        var token = await LinkAsync($$"""{"path":"{{Folder}}"}""");
        var (page, _) = await OpenAsync(new());
        var asked = new List<string>();
        page.Request += (_, request) => asked.Add(request.Url);
        foreach (var target in (string[])["", "/evil.html?view", "/evil.svg?view", "/evil.txt?view", "/evil.pdf?view", "/evil.txt", "/%3Cimg%20src=x%20onerror=document.title='run'%3E?view"])
        {
            await page.GotoAsync($"{Origin}/s/{token}{target}");
            Assert.NotEqual("run", await page.TitleAsync());
        }
        foreach (var target in (string[])["evil.html", "evil.svg", "evil.pdf?inline", "evil.html?inline", "evil.svg?inline"])
        {
            var answer = await server.AskAsync(Ask.Nobody($"GET /s/{token}/{target}"));
            Assert.StartsWith("attachment", answer["Content-Disposition"], StringComparison.Ordinal);
            Assert.Contains("sandbox", answer["Content-Security-Policy"], StringComparison.Ordinal);
            Assert.Equal("nosniff", answer["X-Content-Type-Options"]);
        }
        Assert.DoesNotContain(asked, url => url.EndsWith("/run", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Pdf_OfItsType_IsShownInTheBrowsersReader()
    {
        await server.StoreAsync($"{Folder}/paper.pdf", "%PDF-1.4\n%%EOF");
        var token = await LinkAsync($$"""{"path":"{{Folder}}/paper.pdf"}""");
        var shown = await server.AskAsync(Ask.Nobody($"GET /s/{token}/paper.pdf?inline"));
        Assert.Equal(("application/pdf", "inline; filename=\"paper.pdf\""), (shown["Content-Type"], shown["Content-Disposition"]));
        Assert.DoesNotContain("sandbox", shown["Content-Security-Policy"], StringComparison.Ordinal);
        var kept = await server.AskAsync(Ask.Nobody($"GET /s/{token}/paper.pdf"));
        Assert.StartsWith("attachment", kept["Content-Disposition"], StringComparison.Ordinal);
        var (page, _) = await OpenAsync(new());
        await page.GotoAsync($"{Origin}/s/{token}");
        Assert.EndsWith("/paper.pdf?inline", await page.Locator("object").GetAttributeAsync("data"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Drop_WithAndWithoutScript_TakesFiles(bool runsScripts)
    {
        var folder = $"{Folder}-drop-{runsScripts}";
        await server.AskAsync(Ask.Admin($"PUT /api/v1/files{folder}/", "Content-Length: 0"));
        var token = await LinkAsync($$"""{"path":"{{folder}}","kind":"upload","password":"amber lattice"}""");
        var (page, problems) = await OpenAsync(new() { JavaScriptEnabled = runsScripts });
        await page.GotoAsync($"{Origin}/s/{token}");
        await Browser.ShootAsync(page, "share-password");
        await page.GetByLabel("Password").FillAsync("amber lattice");
        await page.GetByRole(AriaRole.Button, new() { Name = "Open" }).ClickAsync();
        await page.GetByLabel("Files", new() { Exact = true }).SetInputFilesAsync(
        [
            new FilePayload { Name = "grüße.txt", MimeType = "text/plain", Buffer = Encoding.UTF8.GetBytes("a letter") },
            new FilePayload { Name = "large.bin", MimeType = "application/octet-stream", Buffer = new byte[3_000_000] },
        ]);
        await Browser.ShootAsync(page, "share-drop");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();
        if (runsScripts)
            await Until.TrueAsync(async () => await page.GetByText("arrived, thank you").CountAsync() == 2, () => "The files did not arrive.");
        else
            Assert.Contains("grüße.txt, large.bin", await page.GetByRole(AriaRole.Status).InnerTextAsync(), StringComparison.Ordinal);
        await Browser.ShootAsync(page, $"share-dropped-{runsScripts}");
        Assert.Equal("a letter", await server.ReadAsync($"{folder}/gr%C3%BC%C3%9Fe.txt"));
        Assert.Equal(3_000_000, (await server.ReadAsync($"{folder}/large.bin"))!.Length);
        // The 403 that the form comes with is told there too.
        Assert.DoesNotContain(problems, problem => !problem.Contains("403", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Pages_InAHandAndInTheDark_FitTheWidth()
    {
        await FillAsync();
        var token = await LinkAsync($$"""{"path":"{{Folder}}"}""");
        var (page, problems) = await OpenAsync(new() { ColorScheme = ColorScheme.Dark, ViewportSize = new() { Width = 360, Height = 740 }, JavaScriptEnabled = false });
        foreach (var target in (string[])["", "/notes.txt?view", "/picture.png?view"])
        {
            await page.GotoAsync($"{Origin}/s/{token}{target}");
            var wide = await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth");
            Assert.InRange(wide, 1, 360);
            await Browser.ShootAsync(page, $"share-hand{target.Replace('/', '-').Replace('?', '-')}");
        }
        Assert.Empty(problems);
    }

    [Fact]
    public async Task Downloads_Bounded_AreNotUsedUpByLooking()
    {
        await FillAsync();
        var token = await LinkAsync($$"""{"path":"{{Folder}}","maxDownloads":1}""");
        var (page, _) = await OpenAsync(new());
        await page.GotoAsync($"{Origin}/s/{token}/picture.png?view");
        Assert.Equal(0, await page.Locator("img").CountAsync());
        Assert.Equal(200, (await server.AskAsync(Ask.Nobody($"GET /s/{token}/picture.png"))).Status);
    }

    private async Task FillAsync()
    {
        await StoreAsync($"{Folder}/notes.txt", Encoding.UTF8.GetBytes("<b>plain & simple</b> grüße\n" + new string('-', 200)));
        await server.StoreAsync($"{Folder}/reports/q3.csv", "a,b\n1,2\n");
        await server.StoreAsync($"{Folder}/A rather long name of a photograph from the mountains, taken in August.jpg".Replace(" ", "%20", StringComparison.Ordinal), "x");
        await StoreAsync($"{Folder}/picture.png", Png);
        await StoreAsync($"{Folder}/sound.wav", Wav());
    }

    private async Task StoreAsync(string path, byte[] bytes)
    {
        await using var wire = await server.ConnectAsync();
        await wire.SendAsync(Ask.Admin($"PUT /api/v1/files{path}", $"Content-Length: {bytes.Length}"));
        await wire.SendAsync(bytes);
        Assert.True((await wire.AnswerAsync()).Status is 201 or 204);
    }

    // Two seconds of silence.
    private static byte[] Wav()
    {
        const int Samples = 16_000;
        var wav = new MemoryStream();
        using var write = new BinaryWriter(wav);
        write.Write("RIFF"u8);
        write.Write(36 + Samples);
        write.Write("WAVEfmt "u8);
        write.Write(16);
        write.Write((short)1);
        write.Write((short)1);
        write.Write(8000);
        write.Write(8000);
        write.Write((short)1);
        write.Write((short)8);
        write.Write("data"u8);
        write.Write(Samples);
        write.Write(Enumerable.Repeat((byte)128, Samples).ToArray());
        return wav.ToArray();
    }

    private async Task<string> LinkAsync(string request)
    {
        var answer = await server.AskAsync(Ask.Admin("POST /api/v1/shares", "Content-Type: application/json", $"Content-Length: {request.Length}") + request);
        Assert.True(answer.Status == 201, $"{answer}");
        return JsonDocument.Parse(answer.Body).RootElement.GetProperty("token").GetString()!;
    }

    private async Task<(IPage Page, List<string> Problems)> OpenAsync(BrowserNewContextOptions look)
    {
        var page = await browser.OpenAsync(look);
        var problems = new List<string>();
        page.Console += (_, message) =>
        {
            // A browser asks for a picture of the server by itself.
            if (message.Type == "error")
                problems.Add(message.Text);
        };
        return (page, problems);
    }
}
