using Atrium.Core.Ports;
using Atrium.Core.Repository;

namespace Atrium.Core.Maintenance;

/// <summary>Counts again what is counted: each folder from what is directly in it, each space from its folder and its history.</summary>
internal sealed class CounterCheck(Store store, CheckFindings findings)
{
    private const int Page = 100;

    // A wrong folder makes the one above it wrong too once it is mended: mending goes up a level with each pass.
    private const int MaxPasses = NodePath.MaxDepth + 1;

    internal async ValueTask RunAsync(Action<long> report, CancellationToken cancellation)
    {
        for (var pass = 0; pass < MaxPasses; pass++)
        {
            var before = findings.Problems.Count;
            await CheckNodesAsync(report, cancellation);
            if (!findings.IsRepairing || findings.Problems.Count == before)
                break;
        }
        foreach (var id in await store.Catalog.InspectAsync(reader => reader.Spaces().Select(space => space.Id).ToList(), cancellation))
            await CheckSpaceAsync(id, cancellation);
    }

    private async ValueTask CheckNodesAsync(Action<long> report, CancellationToken cancellation)
    {
        var done = 0L;
        for (var after = 0L; ;)
        {
            var page = await store.Catalog.InspectAsync(
                reader => reader.Nodes(after, Page).Select(node => (Node: node, Problem: Look(reader, node))).ToList(), cancellation);
            foreach (var (node, problem) in page)
            {
                if (problem is null)
                    continue;
                await findings.AddAsync(
                    problem,
                    tx =>
                    {
                        if (tx.IsDead(node.Id))
                            return;
                        var right = tx.ComputeFolder(node.Id);
                        tx.SetFolder(node.Id, right.Bytes, right.Entries);
                    },
                    cancellation);
            }
            done += page.Count;
            report(done);
            if (page.Count < Page)
                return;
            after = page[^1].Node.Id;
        }
    }

    private static CheckProblem? Look(ICatalogReader reader, NodeRow node)
    {
        // What is half taken apart is not counted any more.
        if (node.Kind != NodeKind.Folder || reader.IsDead(node.Id))
            return null;
        var right = reader.ComputeFolder(node.Id);
        if ((right.Bytes, right.Entries) == (node.Folder.Bytes, node.Folder.Entries))
            return null;
        var path = NodePaths.Of(reader, node.Id);
        return new CheckProblem(
            "counter", path,
            $"The folder counts {node.Folder.Entries} entries and {node.Folder.Bytes} bytes; it has {right.Entries} and {right.Bytes}. Run: atrium check --repair", [path], false);
    }

    private async ValueTask CheckSpaceAsync(long id, CancellationToken cancellation)
    {
        var problem = await store.Catalog.InspectAsync(
            reader =>
            {
                if (reader.GetSpace(id) is not { } space)
                    return null;
                var (used, history) = (reader.Folder(space.Root)?.Bytes ?? 0, reader.ComputeHistory(id));
                return (space.Used, space.History) == (used, history)
                    ? null
                    : new CheckProblem(
                        "quota", space.Path.ToString(),
                        $"The space counts {space.Used} live bytes and {space.History} of history; it has {used} and {history}. Run: atrium check --repair",
                        [space.Path.ToString()], false);
            },
            cancellation);
        if (problem is not null)
            await findings.AddAsync(
                problem,
                tx =>
                {
                    if (tx.Lock(id) is { } space)
                        (space.Used, space.History) = (tx.Folder(space.Root)?.Bytes ?? 0, tx.ComputeHistory(id));
                },
                cancellation);
    }
}
