using Atrium.Core.Access;
using Atrium.Core.Ports;

namespace Atrium.Core.Maintenance;

/// <summary>
/// Whether locks and properties are on what is there, and are as many as their spaces count: where a space counts none, nobody looks for one.
/// A repair lets go of rows that are on nothing, and counts again.
/// </summary>
internal sealed class AttachmentCheck(Store store, CheckFindings findings)
{
    private const int Page = 200;

    internal async ValueTask RunAsync(CancellationToken cancellation)
    {
        await EachAsync((reader, after) => [.. reader.Locks(after, Page).Select(row => (row.Id, LookAtLock(reader, row)))], cancellation);
        await EachAsync((reader, after) => [.. reader.NodesWithProperties(after, Page).Select(node => (node, LookAtProperties(reader, node)))], cancellation);
        foreach (var id in await store.Catalog.InspectAsync(reader => reader.Spaces().Select(space => space.Id).ToList(), cancellation))
        {
            if (await store.Catalog.InspectAsync(reader => LookAtSpace(reader, id), cancellation) is (var problem, var mend))
                await findings.AddAsync(problem, mend, cancellation);
        }
    }

    private async ValueTask EachAsync(
        Func<ICatalogReader, long, List<(long Key, (CheckProblem Problem, Action<ICatalogTransaction> Mend)? Found)>> look, CancellationToken cancellation)
    {
        for (var after = 0L; ;)
        {
            var start = after;
            var page = await store.Catalog.InspectAsync(reader => look(reader, start), cancellation);
            foreach (var (_, found) in page)
            {
                if (found is (var problem, var mend))
                    await findings.AddAsync(problem, mend, cancellation);
            }
            if (page.Count < Page)
                return;
            after = page[^1].Key;
        }
    }

    private static (CheckProblem Problem, Action<ICatalogTransaction> Mend)? LookAtLock(ICatalogReader reader, LockRow row)
        => IsOnItsPlace(reader, row) ? null : Of($"lock {row.Id}", "It is on nothing that is there, or on something that stands elsewhere.", tx =>
        {
            if (tx.GetLock(row.Id) is { } now && !IsOnItsPlace(tx, now))
                tx.DeleteLock(now);
        });

    private static bool IsOnItsPlace(ICatalogReader reader, LockRow row)
        => reader.GetSpace(row.Space) is { } space && reader.NamesBelow(space.Root, row.Node) is { } names && string.Join('/', names) == row.Place;

    // What was deleted keeps them until it is purged, and what is taken apart until its row goes.
    private static (CheckProblem Problem, Action<ICatalogTransaction> Mend)? LookAtProperties(ICatalogReader reader, long node)
        => IsThere(reader, node) ? null : Of($"the properties of node {node}", "They are of something that is not there.", tx =>
        {
            if (IsThere(tx, node))
                return;
            foreach (var row in tx.PropertiesOf(node))
                tx.DeleteProperty(row);
        });

    private static bool IsThere(ICatalogReader reader, long node) => reader.Nodes(node - 1, 1) is [var found] && found.Id == node;

    private static (CheckProblem Problem, Action<ICatalogTransaction> Mend)? LookAtSpace(ICatalogReader reader, long id)
    {
        if (reader.GetSpace(id) is not { } space)
            return null;
        var (locks, properties) = (reader.CountLocksIn(id), reader.CountPropertiesIn(id));
        return (space.Locks, space.Properties) == (locks, properties) ? null : Of(
            space.Path.ToString(), $"The space counts {space.Locks} locks and {space.Properties} properties; it has {locks} and {properties}.", tx =>
            {
                if (tx.Lock(id) is { } row)
                    (row.Locks, row.Properties) = (tx.CountLocksIn(id), tx.CountPropertiesIn(id));
            });
    }

    private static (CheckProblem Problem, Action<ICatalogTransaction> Mend) Of(string subject, string detail, Action<ICatalogTransaction> mend)
        => (new CheckProblem("attachment", subject, $"{detail} Run: atrium check --repair", [], false), mend);
}
