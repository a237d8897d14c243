using Atrium.Core;
using Atrium.Core.Accounts;
using Atrium.Core.Repository;
using Atrium.Doctor;
using Atrium.Protocols.Http;
using Atrium.Serving;
using Atrium.Storage;

namespace Atrium.Tests.Doctor;

public sealed class SettingsLookTests : IAsyncLifetime
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("atrium-settings-");
    private Store store = null!;
    private SignIn signIn = null!;
    private Workspace workspace = null!;

    public async ValueTask InitializeAsync()
    {
        store = EmbeddedStore.Open(folder.FullName, new RepositoryOptions(), TimeProvider.System);
        store.Settings.Declare(HttpSettings.All);
        await store.Settings.LoadAsync(default);
        signIn = new SignIn(store);
        workspace = await LocalOperator.OpenAsync(signIn, "test", default);
    }

    public async ValueTask DisposeAsync()
    {
        signIn.Dispose();
        await store.DisposeAsync();
        folder.Delete(recursive: true);
    }

    [Fact]
    public void Run_Defaults_FindsNothing() => Assert.Empty(SettingsLook.Run(store.Settings));

    [Theory]
    [InlineData("http.min-upload-rate", "none")]
    [InlineData("http.min-download-rate", "none")]
    [InlineData("http.idle-time", "601")]
    [InlineData("firewall.ban-after", "none")]
    [InlineData("firewall.connections-per-address", "none")]
    [InlineData("firewall.connection-rate", "none")]
    [InlineData("firewall.exempt-networks", "192.0.2.0/24,0.0.0.0/0")]
    [InlineData("firewall.proxies", "::/0")]
    public async Task Run_WeakValue_NamesTheSettingAndHowToTakeItBack(string name, string value)
    {
        Assert.Null((await workspace.Administration.Settings.SetAsync(name, value, TestContext.Current.CancellationToken)).Refused);
        var finding = Assert.Single(SettingsLook.Run(store.Settings));
        Assert.Equal(name, finding.Subject);
        Assert.Equal($"atrium setting reset {name}", finding.Advice);
    }
}
