namespace Atrium.Bench;

/// <summary>Durable small writes through a Workspace, beside one at a time and beside bare group commit of the same bytes.</summary>
internal static class CatalogBench
{
    private const int Rounds = 3, Writes = 20_000, SingleWrites = 1_500, AtOnce = 64;

    internal static async Task RunAsync(string folder)
    {
        Console.WriteLine($"# catalog: durable writes of 4 KiB\n\n{Machine.Describe(folder)}; median of {Rounds} rounds\n");
        var (many, one, single, bare) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            many.Add(await ThroughWorkspaceAsync(Path.Combine(folder, $"many{round}"), AtOnce, AtOnce, Writes));
            one.Add(await ThroughWorkspaceAsync(Path.Combine(folder, $"one{round}"), 1, AtOnce, Writes));
            single.Add(await ThroughWorkspaceAsync(Path.Combine(folder, $"single{round}"), 1, 1, SingleWrites));
            using var sqlite = new BareSqlite(Path.Combine(folder, $"bare{round}.db"));
            bare.Add(await Producers.RateAsync(AtOnce, Writes, (_, _, bytes) => sqlite.WriteAsync(bytes)));
        }
        var (alone, peer) = (Machine.Percentile(single, 0.5), Machine.Percentile(bare, 0.5));
        Console.WriteLine("| | against one at a time (at least 6) | against bare SQLite group commit (at least 0.5) |\n|---|---|---|");
        foreach (var (name, rates) in new[] { ("64 at once, in 64 spaces", many), ("64 at once, in one space", one) })
        {
            var rate = Machine.Percentile(rates, 0.5);
            Console.WriteLine($"| {name} | {rate / alone:0.0} | {rate / peer:0.00} |");
        }
    }

    private static async Task<double> ThroughWorkspaceAsync(string folder, int spaces, int producers, int writes)
    {
        await using var store = await BenchStore.OpenAsync(folder);
        for (var i = 0; i < spaces; i++)
            await store.AddSpaceAsync($"/shared/s{i}");
        return await Producers.RateAsync(
            producers, writes, (producer, i, bytes) => store.PutAsync($"/shared/s{producer % spaces}/d{i % 10}/f{i}", bytes));
    }
}
