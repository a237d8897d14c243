using System.Net;

namespace Atrium.Conformance.Crash;

/// <summary>Several writers at once, each on a connection of its own: HTTP/1.1 and HTTP/2 in turn.</summary>
internal sealed class Crew(string space, Dice dice, Journal journal)
{
    private const int Size = 4;

    private readonly List<Writer> all = [];
    private readonly List<Writer> active = [];

    /// <summary>Everyone who ever wrote; those who do so no more are part of a full verification.</summary>
    public IReadOnlyList<Writer> All => all;

    public IReadOnlyList<Writer> Active => active;

    /// <summary>New writers in new folders; the old ones' folders stay as they are from now on.</summary>
    public void TakeOver()
    {
        active.Clear();
        for (var i = 0; i < Size; i++)
            active.Add(new Writer($"{space}/w{all.Count + i}", dice.Next(), journal));
        all.AddRange(active);
    }

    /// <summary>All write until the server goes away, refuses or the token says so; the refusals.</summary>
    public async Task<IReadOnlyList<Answer>> WriteAsync(AtriumProcess server, CancellationToken stop)
    {
        var refusals = await Task.WhenAll(active.Select(async (writer, i) =>
        {
            using var client = server.NewClient(i % 2 == 0 ? HttpVersion.Version11 : HttpVersion.Version20);
            return await writer.RunAsync(client, stop);
        }));
        return [.. refusals.OfType<Answer>()];
    }
}
