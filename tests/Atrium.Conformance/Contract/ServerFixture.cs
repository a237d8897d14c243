namespace Atrium.Conformance.Contract;

/// <summary>One server for the tests of a class that do not disturb it.</summary>
public sealed class ServerFixture : IAsyncLifetime
{
    internal Scratch Scratch { get; } = new();

    internal AtriumProcess Server { get; private set; } = null!;

    internal Curl Curl { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Server = await AtriumProcess.StartAsync(Scratch.Path("data"));
        Curl = new Curl(Server, Scratch);
        (await AtriumProgram.RunAsync("space", "add", "/shared/curl", "--data", Server.Data)).OrThrow();
        (await AtriumProgram.RunAsync("space", "add", "/shared/small", "--quota", "10MB", "--data", Server.Data)).OrThrow();
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        Scratch.Dispose();
    }
}
