using Microsoft.Playwright;

namespace Atrium.Conformance.Harness;

/// <summary>The system's Chromium without a window. Every host name leads to the loopback, so that sites can be visited by their names.</summary>
public sealed class Browser : IAsyncLifetime
{
    private IPlaywright playwright = null!;
    private IBrowser chromium = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        playwright = await Playwright.CreateAsync();
        chromium = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = "/usr/bin/chromium",
            // The tests may run as root, and in containers whose /dev/shm is small.
            Args = ["--no-sandbox", "--disable-dev-shm-usage", "--host-resolver-rules=MAP * 127.0.0.1"],
        });
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await chromium.DisposeAsync();
        playwright.Dispose();
    }

    /// <summary>A window of a person who has no cookies yet.</summary>
    /// <param name="look">Its width, its colours, whether it runs scripts; null for a desktop that does.</param>
    internal async Task<IPage> OpenAsync(BrowserNewContextOptions? look = null)
    {
        look ??= new();
        // The authority of the server under test is in no store of the machine; that curl trusts it is tested elsewhere.
        look.IgnoreHTTPSErrors = true;
        var context = await chromium.NewContextAsync(look);
        context.SetDefaultTimeout((float)Until.Patience.TotalMilliseconds);
        return await context.NewPageAsync();
    }

    /// <summary>Keeps what the page looks like in $ATRIUM_TEST_SHOTS, where it is set: for people who want to look at it.</summary>
    internal static async Task ShootAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("ATRIUM_TEST_SHOTS") is { Length: > 0 } folder)
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, name + ".png"), FullPage = true });
    }
}
