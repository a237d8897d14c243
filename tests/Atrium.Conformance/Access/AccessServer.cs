using Atrium.Conformance.Contract;

namespace Atrium.Conformance.Access;

/// <summary>
/// A server with three accounts, two groups (ben is in inner, which is in outer), and a space in which most can go wrong: /shared/team/open
/// is granted, /shared/team/open/hidden stops inheritance, and below it /shared/team/open/hidden/shared is granted again.
/// </summary>
public sealed class AccessServer : IAsyncLifetime
{
    internal Scratch Scratch { get; } = new();

    internal AtriumProcess Process { get; private set; } = null!;

    internal Curl Curl { get; private set; } = null!;

    internal static (string Name, string Password) Admin => ("admin", AtriumProgram.Password);

    internal static (string Name, string Password) Account(string name) => (name, "sunken lantern orchard");

    public async ValueTask InitializeAsync()
    {
        Process = await AtriumProcess.StartAsync(Scratch.Path("data"));
        Curl = new Curl(Process, Scratch);
        foreach (var name in (string[])["ann", "ben", "cid"])
            (await Shell.RunAsync("dotnet", [await AtriumProgram.DllAsync(), "account", "add", name, "--password-stdin", "--data", Process.Data], Account(name).Password + "\n")).OrThrow();
        await RunAsync("space", "add", "/shared/team");
        await RunAsync("space", "add", "/shared/secret");
        foreach (var group in (string[])["outer", "inner"])
            await RunAsync("group", "add", group);
        await RunAsync("group", "join", "outer", "inner");
        await RunAsync("group", "join", "inner", "ben");
        foreach (var file in (string[])["open/f", "open/sub/f", "open/hidden/f", "open/hidden/shared/f", "top"])
            await StoreAsync($"/shared/team/{file}", $"the content of {file}");
        await StoreAsync("/shared/secret/f", "a secret");
        await RunAsync("access", "inherit", "/shared/team/open/hidden", "off");
    }

    /// <summary>A command of the program on this server.</summary>
    internal async Task<ShellResult> RunAsync(params string[] arguments) => (await AtriumProgram.RunAsync([.. arguments, "--data", Process.Data])).OrThrow();

    internal Task<ShellResult> GrantAsync(string path, string principal, string rights) => RunAsync("access", "grant", path, principal, rights);

    internal async Task StoreAsync(string path, string content)
        => Assert.InRange((await AskAsync(new CurlRequest("PUT", $"/api/v1/files{path}", Admin, content))).Status, 200, 299);

    internal async Task<CurlAnswer> AskAsync(CurlRequest request) => (await Curl.ManyAsync([request]))[0];

    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        Scratch.Dispose();
    }
}
