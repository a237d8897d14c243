using Atrium.Conformance.Crash;

namespace Atrium.Conformance.Faults;

/// <summary>One data folder with the server on it, replaced by a new one whenever it fell; every run has its own folder there.</summary>
internal sealed class Stage : IAsyncDisposable
{
    private readonly string data;
    private readonly string space;
    private readonly Journal journal;
    private readonly List<Writer> all = [];
    private readonly List<Writer> sinceStart = [];

    private Stage(string data, string space, Journal journal)
    {
        this.data = data;
        this.space = space;
        this.journal = journal;
    }

    public AtriumProcess Server { get; private set; } = null!;

    public AtriumClient Client { get; private set; } = null!;

    /// <summary>Runs whose result no restart has confirmed yet.</summary>
    public int Unconfirmed => sinceStart.Count;

    /// <summary>How often the server ended by itself.</summary>
    public int Falls { get; private set; }

    public static async Task<Stage> SetUpAsync(string data, string space, Journal journal)
    {
        var stage = new Stage(data, space, journal);
        await stage.StartAsync();
        (await AtriumProgram.RunAsync("space", "add", space, "--data", data)).OrThrow();
        return stage;
    }

    public Writer NewWriter(string name)
    {
        var writer = new Writer($"{space}/{name}", seed: 0, journal);
        all.Add(writer);
        sinceStart.Add(writer);
        return writer;
    }

    /// <summary>Whether the server still serves; asked on a connection of its own.</summary>
    public async Task<bool> IsReadyAsync()
    {
        using var observer = Server.NewClient();
        return await observer.IsReadyAsync();
    }

    /// <summary>The server that met an error, and serves on, shows what it promised in the newest run.</summary>
    public Task VerifyAsync() => Oracle.VerifyAsync(Client, [sinceStart[^1]], Depth.Everything, journal);

    public Task VerifyAllAsync() => Oracle.VerifyAsync(Client, all, Depth.Everything, journal);

    /// <summary>Kills what still runs; the folder is sound, and a new server shows all that was promised since the last start.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        await Check.CleanAsync(data); // before a start could mend anything
        await StartAsync();
        await Oracle.VerifyAsync(Client, sinceStart, Depth.Everything, journal);
        sinceStart.Clear();
    }

    /// <summary>After a failure that was noted: a new server for the next run, and no second complaint about the last.</summary>
    public async Task StartAgainAsync()
    {
        await StopAsync();
        all.Remove(sinceStart[^1]);
        sinceStart.Clear();
        await StartAsync();
    }

    public async ValueTask DisposeAsync() => await StopAsync();

    private async Task StopAsync()
    {
        Falls += Server.HasExited ? 1 : 0;
        await Server.KillAndWaitAsync();
        Client.Dispose();
        await Server.DisposeAsync();
    }

    private async Task StartAsync()
    {
        Server = await AtriumProcess.StartAsync(data);
        Client = Server.NewClient();
    }
}
