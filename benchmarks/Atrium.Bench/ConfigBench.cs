using System.Diagnostics;
using System.Text;
using Atrium.Core;
using Atrium.Core.Config;

namespace Atrium.Bench;

/// <summary>A configuration of a large organisation: how long planning and applying takes, and how long others who write wait for it meanwhile.</summary>
internal static class ConfigBench
{
    private const int Accounts = 10_000, Groups = 100, Spaces = 50, FoldersOfSpace = 100, GrantsOfFolder = 10;

    internal static async Task RunAsync(string folder)
    {
        Console.WriteLine($"# config: {Accounts:#,0} accounts, {Groups} groups, {Spaces * FoldersOfSpace * GrantsOfFolder:#,0} grants on {Spaces * FoldersOfSpace:#,0} folders\n\n{Machine.Describe(folder)}\n");
        await using var store = await BenchStore.OpenAsync(Path.Combine(folder, "data"));
        await store.AddSpaceAsync("/shared/other");
        var config = store.Workspace.Administration.Config;
        var file = Encoding.UTF8.GetBytes(File());
        Console.WriteLine($"The file has {file.Length / 1e6:0.0} MB.\n\n| | seconds | longest wait of another writer, seconds | goal |\n|---|---|---|---|");
        await ReportAsync("plan on an empty store", store, "", async () => Check(await config.PlanAsync(file, new ConfigOptions(), default), isEmpty: false));
        await ReportAsync("apply it", store, "under 10", async () => Check(await config.ApplyAsync(file, new ConfigOptions(), default), isEmpty: false));
        await ReportAsync("plan again: nothing to change", store, "", async () => Check(await config.PlanAsync(file, new ConfigOptions(), default), isEmpty: true));
        var one = Encoding.UTF8.GetBytes(File().Replace("\"account-7\": {}", "\"account-7\": { \"disabled\": true }", StringComparison.Ordinal));
        await ReportAsync("plan and apply a change of one account", store, "", async () =>
        {
            Check(await config.PlanAsync(one, new ConfigOptions(), default), isEmpty: false);
            Check(await config.ApplyAsync(one, new ConfigOptions(), default), isEmpty: false);
        });
        await ReportAsync("export", store, "", async () => BenchStore.Check((await config.ExportAsync(default)).Refused));
    }

    private static async Task ReportAsync(string name, BenchStore store, string goal, Func<Task> run)
    {
        using var ending = new CancellationTokenSource();
        var waiting = LongestWaitAsync(store, ending.Token);
        var started = Stopwatch.GetTimestamp();
        await run();
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        await ending.CancelAsync();
        Console.WriteLine($"| {name} | {seconds:0.00} | {await waiting:0.00} | {goal} |");
    }

    // Somebody who stores small files, one after the other.
    private static async Task<double> LongestWaitAsync(BenchStore store, CancellationToken ending)
    {
        var longest = 0.0;
        for (var i = 0; !ending.IsCancellationRequested; i++)
        {
            var started = Stopwatch.GetTimestamp();
            await Task.Run(() => store.PutAsync($"/shared/other/f{i % 10}", [1]).AsTask(), CancellationToken.None);
            longest = Math.Max(longest, Stopwatch.GetElapsedTime(started).TotalSeconds);
        }
        return longest;
    }

    private static void Check(Outcome<ConfigPlan> outcome, bool isEmpty)
    {
        if (!outcome.Try(out var plan, out var refused))
            throw new InvalidOperationException($"{refused.Detail} {string.Join(" ", refused.Mistakes.Take(3))}");
        if (plan.Changes.Count == 0 != isEmpty)
            throw new InvalidOperationException($"{plan.Changes.Count} changes");
    }

    private static string File()
    {
        var text = new StringBuilder("{ \"atrium\": 1, \"accounts\": {\n");
        text.AppendJoin(",\n", Enumerable.Range(0, Accounts).Select(i => $"\"account-{i}\": {(i == 0 ? "{ \"administrator\": true }" : "{}")}"));
        text.Append("},\n\"groups\": {\n");
        text.AppendJoin(",\n", Enumerable.Range(0, Groups).Select(group =>
            $"\"group-{group}\": {{ \"members\": [{string.Join(", ", Enumerable.Range(0, Accounts / Groups).Select(i => $"\"account-{group + i * Groups}\""))}] }}"));
        text.Append("},\n\"spaces\": {\n");
        text.AppendJoin(",\n", Enumerable.Range(0, Spaces).Select(space => $"\"/shared/space-{space}\": {{ \"owner\": \"group-{space}\", \"quota\": \"10GB\" }}"));
        text.Append("},\n\"access\": {\n");
        text.AppendJoin(",\n", Enumerable.Range(0, Spaces * FoldersOfSpace).Select(folder =>
            $"\"/shared/space-{folder % Spaces}/folder-{folder / Spaces}/\": {{ \"grants\": {{ {string.Join(", ", Enumerable.Range(0, GrantsOfFolder).Select(i => $"\"account-{(folder * GrantsOfFolder + i) % Accounts}\": \"read,write\""))} }} }}"));
        return text.Append("} }").ToString();
    }
}
