using System.Text;
using Atrium.Conformance.Http;

namespace Atrium.Conformance.Dav;

/// <summary>One server for all tests of WebDAV; each test has a folder of its own below /shared/x.</summary>
public sealed class DavServer : IAsyncLifetime
{
    internal const string GuestPassword = "sunken lantern orchard";

    private int folders;

    internal Scratch Scratch { get; } = new();

    internal AtriumProcess Process { get; private set; } = null!;

    internal string Url => $"https://127.0.0.1:{Process.HttpsPort}";

    public async ValueTask InitializeAsync()
    {
        Process = await AtriumProcess.StartAsync(Scratch.Path("data"));
        await RunAsync(null, "space", "add", "/shared/x");
        await RunAsync(null, "space", "add", "/shared/narrow", "--quota", "1MB");
        await RunAsync(GuestPassword + "\n", "account", "add", "guest", "--password-stdin");
        await RunAsync(GuestPassword + "\n", "account", "add", "stranger", "--password-stdin");
        await RunAsync(null, "access", "grant", "/shared/x", "guest", "read,write,create,delete");
    }

    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        Scratch.Dispose();
    }

    /// <summary>A new folder; its path without a slash at the end.</summary>
    internal async Task<string> FolderAsync()
    {
        var path = $"/dav/shared/x/of-test-{Interlocked.Increment(ref folders)}";
        Assert.Equal(201, (await AskAsync("MKCOL", path)).Status);
        return path;
    }

    /// <summary>As the administrator.</summary>
    internal Task<WireAnswer> AskAsync(string method, string target, string? body = null, params string[] fields)
        => AskAsAsync(("admin", AtriumProgram.Password), method, target, body, fields);

    /// <summary>As an account that may read and write in /shared/x, and does not manage it.</summary>
    internal Task<WireAnswer> AskAsGuestAsync(string method, string target, string? body = null, params string[] fields)
        => AskAsAsync(("guest", GuestPassword), method, target, body, fields);

    /// <summary>One request on a connection of its own.</summary>
    internal async Task<WireAnswer> AskAsAsync((string Name, string Password)? who, string method, string target, string? body, params string[] fields)
    {
        await using var wire = await Wire.ConnectTlsAsync(Process);
        string[] all =
        [
            .. who is var (name, password) ? [Ask.SignIn(name, password)] : Array.Empty<string>(),
            .. body is null ? [] : new[] { $"Content-Length: {Encoding.UTF8.GetByteCount(body)}" },
            .. fields,
        ];
        await wire.SendAsync(Encoding.UTF8.GetBytes(Head($"{method} {target}", all) + body));
        return await wire.AnswerAsync(method == "HEAD" ? BodyRule.None : BodyRule.AsFramed);
    }

    /// <summary>With the port in Host, as clients send it: an address in another field is held against it.</summary>
    internal string Head(string methodAndTarget, string[] fields)
        => Ask.Nobody(methodAndTarget, fields).Replace("Host: 127.0.0.1\r\n", $"Host: 127.0.0.1:{Process.HttpsPort}\r\n", StringComparison.Ordinal);

    internal async Task<string> RunAsync(string? input, params string[] arguments)
        => (await Shell.RunAsync("dotnet", [await AtriumProgram.DllAsync(), .. arguments, "--data", Process.Data], input)).OrThrow().Output;
}

/// <summary>The tests that share it.</summary>
[CollectionDefinition(Name)]
public sealed class DavCollection : ICollectionFixture<DavServer>
{
    public const string Name = "dav";
}
