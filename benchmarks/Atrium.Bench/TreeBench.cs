using System.Diagnostics;
using System.Security.Cryptography;
using Atrium.Core.Repository;

namespace Atrium.Bench;

/// <summary>A tree of a million nodes: what a look costs, and what the tree costs in memory and at a start.</summary>
internal static class TreeBench
{
    private const int FilesOfOneFolder = 1000, Folders = 1000, Looks = 5000, Changed = 20_000, AtOnce = 64;

    internal static async Task RunAsync(string folder)
    {
        Console.WriteLine($"# tree: {Folders * (FilesOfOneFolder + 1):#,0} nodes\n\n{Machine.Describe(folder)}\n");
        var data = Path.Combine(folder, "data");
        long seq;
        await using (var store = await BenchStore.OpenAsync(data))
        {
            await store.AddSpaceAsync("/shared/tree");
            // One folder is written file by file, the others are copies of it: a copy copies no bytes, but every row.
            await Producers.RateAsync(AtOnce, FilesOfOneFolder, (_, i, bytes) => store.PutAsync(File(0, i - 1), bytes[..100]));
            for (var i = 1; i < Folders; i++)
                BenchStore.Check((await store.Workspace.Files.CopyAsync(At(Folder(0)), AsOf.Now, At(Folder(i)), Overwrite.Refuse, MissingParents.Create, default)).Refused);
            seq = (await store.Workspace.Administration.ListSpacesAsync(default)).Value.Single().Sequence;
            await Producers.RateAsync(AtOnce, Changed, (_, i, bytes) => store.PutAsync(File(i % Folders, i % FilesOfOneFolder), bytes[..50]));
        }
        var started = Stopwatch.GetTimestamp();
        await using var opened = await BenchStore.OpenAsync(data);
        Console.WriteLine($"- the store opens on it in {Stopwatch.GetElapsedTime(started).TotalMilliseconds:0} ms");
        var files = opened.Workspace.Files;
        var before = Process.GetCurrentProcess().WorkingSet64;
        Console.WriteLine("\n| | p50 ms | p99 ms (under 1) |\n|---|---|---|");
        await LookAsync("stat by path, with its permission check", async (f, n) => BenchStore.Check((await files.StatAsync(At(File(f, n)), AsOf.Now, default)).Refused));
        await LookAsync("first page of a listing (100)", async (f, _) => BenchStore.Check((await files.ListAsync(At(Folder(f)), new ListQuery(), default)).Refused));
        await LookAsync("stat as of an earlier state", async (f, n) => BenchStore.Check((await files.StatAsync(At(File(f, n)), AsOf.Seq(seq), default)).Refused));
        await LookAsync("open as of an earlier state", async (f, n) =>
        {
            var content = await files.OpenAsync(At(File(f, n)), AsOf.Seq(seq), default);
            await content.Value.DisposeAsync();
        });
        Console.WriteLine($"\n- memory grew by {(Process.GetCurrentProcess().WorkingSet64 - before) >> 20} MiB over {4 * Looks:#,0} looks at random places");
    }

    private static async Task LookAsync(string name, Func<int, int, ValueTask> look)
    {
        var times = new List<double>(Looks);
        for (var i = 0; i < Looks + 500; i++)
        {
            var (folder, number) = (RandomNumberGenerator.GetInt32(Folders), RandomNumberGenerator.GetInt32(FilesOfOneFolder));
            var started = Stopwatch.GetTimestamp();
            await look(folder, number);
            if (i >= 500) // the first ones are compiled and find cold pages
                times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }
        Console.WriteLine($"| {name} | {Machine.Percentile(times, 0.5):0.000} | {Machine.Percentile(times, 0.99):0.000} |");
    }

    private static NodePath At(string path) => BenchStore.At(path);

    // Ten names deep.
    private static string Folder(int folder) => $"/shared/tree/a/b/c/d/e/f/g{folder % 10}/{folder}";

    private static string File(int folder, int number) => $"{Folder(folder)}/file {number}.txt";
}
