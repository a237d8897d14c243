using Atrium.Conformance.Http;
using Microsoft.Playwright;

namespace Atrium.Conformance.Pages;

/// <summary>The pages of the server's own name, in a browser: with and without scripts.</summary>
[Collection(HttpCollection.Name)]
public sealed class SignInInABrowserTests(HttpServer server, Browser browser) : IClassFixture<Browser>
{
    private string Origin => $"https://localhost:{server.Process.HttpsPort}";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task SignIn_WithTheForm_LeadsToWhatWasAskedFor(bool runsScripts)
    {
        await server.StoreAsync("/shared/http/browser/letter.txt", "a letter");
        var page = await browser.OpenAsync(new() { JavaScriptEnabled = runsScripts });
        var problems = new List<string>();
        page.Console += (_, message) =>
        {
            // The 401 itself is told there too.
            if (message.Type == "error" && !message.Text.Contains("401", StringComparison.Ordinal))
                problems.Add(message.Text);
        };

        await page.GotoAsync($"{Origin}/sign-in?next=/api/v1/files/shared/http/browser/");
        await Browser.ShootAsync(page, "sign-in");
        await page.GetByLabel("Name").FillAsync("guest");
        await page.GetByLabel("Password").FillAsync("not the password at all");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        Assert.NotEqual("", await page.GetByRole(AriaRole.Alert).InnerTextAsync());
        await Browser.ShootAsync(page, "sign-in-refused");

        await page.GetByLabel("Name").FillAsync("admin");
        await page.GetByLabel("Password").FillAsync(AtriumProgram.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.WaitForURLAsync($"{Origin}/api/v1/files/shared/http/browser/");
        await Browser.ShootAsync(page, "folder");
        await page.GetByRole(AriaRole.Link, new() { Name = "letter.txt" }).ClickAsync();
        Assert.Contains("a letter", await page.Locator("body").InnerTextAsync());
        Assert.Empty(problems);
    }
}
