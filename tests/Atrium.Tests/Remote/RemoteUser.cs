using System.Text.Json;
using Atrium.Client;
using Atrium.Tests.Program;

namespace Atrium.Tests.Remote;

/// <summary>A server, and a user of another machine: with a configuration folder of his own and no data folder.</summary>
internal sealed class RemoteUser : IAsyncDisposable
{
    internal const string Password = "sunken lantern orchard";

    private readonly Scratch scratch = new();
    private readonly int portBase = Ports.FreeBase();
    private AtriumRun? server;

    internal string this[string name] => scratch[name];

    internal string Data => scratch["data"];

    internal string Url => $"https://127.0.0.1:{portBase + 443}";

    internal string SavedServers => Path.Combine(scratch["config"], "atrium", "servers.json");

    internal string Certificate => Path.Combine(Data, "tls", "server.crt");

    internal string Shown => Fingerprint.Of(System.Security.Cryptography.X509Certificates.X509CertificateLoader.LoadCertificateFromFile(Certificate));

    internal Dictionary<string, string> Environment { get; } = [];

    internal static async Task<RemoteUser> StartAsync()
    {
        var user = new RemoteUser();
        // A keyring of whoever runs the tests is not touched.
        user.Environment["DBUS_SESSION_BUS_ADDRESS"] = "";
        user.Environment["XDG_CONFIG_HOME"] = user.scratch["config"];
        await user.ServeAsync();
        return user;
    }

    internal async Task ServeAsync()
        => server = await AtriumRun.ServeAsync(Data, portBase, new Dictionary<string, string> { ["ATRIUM_ADMIN_PASSWORD"] = Password });

    internal async Task StopAsync()
    {
        await server!.StopAsync();
        await server.DisposeAsync();
    }

    internal async Task KillAsync()
    {
        await server!.KillAsync();
        await server.DisposeAsync();
    }

    internal Task<AtriumResult> RunAsync(params string[] arguments) => AtriumRun.ToEndAsync(arguments, Environment);

    /// <summary>A command that must succeed.</summary>
    internal async Task<string> DoAsync(params string[] arguments)
    {
        var result = await RunAsync(arguments);
        Assert.True(result.ExitCode == 0, $"{string.Join(' ', arguments)}\n{result.Output}{result.Error}");
        return result.Output;
    }

    internal async Task<JsonElement> JsonAsync(params string[] arguments)
        => JsonDocument.Parse(await DoAsync([.. arguments, "--json"])).RootElement;

    /// <summary>A command on the server's own machine.</summary>
    internal async Task<string> OnServerAsync(params string[] arguments)
    {
        var result = await AtriumRun.ToEndAsync([.. arguments, "--data", Data]);
        Assert.True(result.ExitCode == 0, result.Error);
        return result.Output;
    }

    internal Task<AtriumResult> LoginAsync(params string[] options)
        => AtriumRun.ToEndAsync(["login", Url, "--account", "admin", "--password-stdin", .. options], Environment, Password + "\n");

    /// <summary>Logs in, with the certificate that the server shows.</summary>
    internal async Task LoggedInAsync(params string[] options)
    {
        var login = await LoginAsync(["--accept-fingerprint", Shown, .. options]);
        Assert.True(login.ExitCode == 0, login.Error);
    }

    /// <summary>Logs in over a line, which breaks no sooner than it has.</summary>
    internal async Task LoggedInOverAsync(CuttingRelay line, string name)
    {
        line.Pass();
        var login = await AtriumRun.ToEndAsync(
            ["login", line.Url, "--account", "admin", "--password-stdin", "--accept-fingerprint", Shown, "--name", name], Environment, Password + "\n");
        Assert.True(login.ExitCode == 0, login.Error);
        line.Reset();
    }

    public async ValueTask DisposeAsync()
    {
        if (server is not null)
            await server.DisposeAsync();
        scratch.Dispose();
    }
}
