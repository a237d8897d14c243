using Atrium.Core.Ports;
using Atrium.Core.Repository;

namespace Atrium.Core.Maintenance;

/// <summary>
/// Whether every node can be reached and has what it stands for. What cannot be reached is put into <c>lost+found</c> of its
/// space by a repair, not thrown away.
/// </summary>
internal sealed class TreeCheck(Store store, CheckFindings findings)
{
    internal const string RescueFolder = "lost+found";

    private const int Page = 100;

    // Bounds the memory of the search for circles; without it every folder would be followed up to the top.
    private const int MostRemembered = 1_000_000;

    private readonly HashSet<long> reachable = [];
    private readonly HashSet<long> lostSpaces = [];
    private readonly HashSet<long> removedSpaces = [];

    internal async ValueTask RunAsync(Action<long> report, CancellationToken cancellation)
    {
        var done = 0L;
        for (var after = 0L; ;)
        {
            var page = await store.Catalog.InspectAsync(
                reader =>
                {
                    var nodes = reader.Nodes(after, Page);
                    return (Last: nodes.Count < Page ? (long?)null : nodes[^1].Id, nodes.Count, Found: nodes.SelectMany(node => Look(reader, node)).ToList());
                },
                cancellation);
            foreach (var (problem, mend) in page.Found)
            {
                if (mend is null)
                    findings.Add(problem);
                else
                    await findings.AddAsync(problem, mend, cancellation);
            }
            done += page.Count;
            report(done);
            if (page.Last is not { } last)
                return;
            after = last;
        }
    }

    private bool IsRemoved(ICatalogReader reader, long space)
    {
        if (!removedSpaces.Contains(space) && !lostSpaces.Contains(space))
            removedSpaces.UnionWith(reader.DeadSpaces(int.MaxValue));
        return removedSpaces.Contains(space);
    }

    private IEnumerable<(CheckProblem Problem, Action<ICatalogTransaction>? Mend)> Look(ICatalogReader reader, NodeRow node)
    {
        if (reader.GetSpace(node.Space) is not { } space)
        {
            // The nodes of a space that was removed wait for the maintenance.
            if (!IsRemoved(reader, node.Space) && lostSpaces.Add(node.Space))
                yield return (Problem("space", $"space {node.Space}", "Its record is lost, and all that is in it cannot be reached. Restore the catalog from a backup."), null);
            yield break;
        }
        if (reader.IsDead(node.Id))
            yield break;
        if (Unreachable(reader, space, node) is { } why)
            yield return (
                Problem("orphan-node", reader.HasPlace(node.Id) ? NodePaths.Of(reader, node.Id) : $"node {node.Id}", $"{why} A repair puts what cannot be reached into {space.Path}/{RescueFolder}, this as node-{node.Id}."),
                tx => Rescue(tx, node));
        if (node.Kind == NodeKind.File)
        {
            var content = reader.NewestContent(node.Id);
            if (content is null)
                yield return (
                    Problem("reference", NodePaths.Of(reader, node.Id), "What the file held is lost. A repair takes its name away; store the file again."),
                    tx => Forget(tx, node));
            else if (!content.IsLive)
                yield return (
                    Problem("reference", NodePaths.Of(reader, node.Id), "Its newest version is lost. A repair goes back to the one before."),
                    tx => Reopen(tx, node));
            yield break;
        }
        foreach (var entry in reader.EntriesWithoutNode(node.Id, Page))
            yield return (
                Problem("reference", $"{NodePaths.Of(reader, node.Id)}/{entry.Name}", "The record of what stands there is lost. A repair makes it anew, or takes the name away where nothing else is left."),
                tx => Remake(tx, node, entry));
    }

    private string? Unreachable(ICatalogReader reader, Space space, NodeRow node)
    {
        if (node.Id == space.Root)
            return null;
        if (reader.NewestPlaceOf(node.Id) is not { } place)
            return reader.StagedFolders().Any(staged => staged.Node == node.Id) ? null : "It stands nowhere, and nothing is going to remove it.";
        if (reader.Folder(place.Parent) is null)
            return "The folder that it stands in is lost.";
        return node.Kind == NodeKind.Folder && IsInACircle(reader, node.Id) ? "The folders above it lead in a circle." : null;
    }

    private bool IsInACircle(ICatalogReader reader, long folder)
    {
        var way = new HashSet<long>();
        for (var node = folder; !reachable.Contains(node); )
        {
            // Who only leads into a circle is reachable once that is mended.
            if (!way.Add(node))
                return node == folder;
            if (reader.NewestPlaceOf(node) is not { } place)
                break;
            node = place.Parent;
        }
        if (reachable.Count > MostRemembered)
            reachable.Clear();
        reachable.UnionWith(way);
        return false;
    }

    private void Rescue(ICatalogTransaction tx, NodeRow node)
    {
        reachable.Clear();
        if (tx.GetSpace(node.Space) is not { } space || tx.IsDead(node.Id) || Unreachable(tx, space, node) is null)
            return;
        if (tx.NewestPlaceOf(node.Id) is { } place)
            tx.DeleteEntry(place);
        // Another row of the past may still name it; it stands here from now on all the same.
        var tree = new TreeWriter(tx, space);
        var (folder, path) = RescueFolderOf(tx, tree, space);
        path = path.TrustedChild($"node-{node.Id}");
        var bytes = TreeWriter.LiveBytes(tx, node.Id, node.Kind);
        tree.Link([space.Root, folder], path.Name, node.Id, node.Kind, bytes);
        tx.Record(space, ChangeAction.Undeleted, node.Id, node.Kind, path, null);
        reachable.Clear();
    }

    private static (long Folder, NodePath Path) RescueFolderOf(ICatalogTransaction tx, TreeWriter tree, Space space)
    {
        for (var i = 1; ; i++)
        {
            var path = space.Path.TrustedChild(i == 1 ? RescueFolder : $"{RescueFolder}-{i}");
            if (tx.LiveEntry(space.Root, path.Name) is not { } there)
                return (tree.MakeFolder([space.Root], path), path);
            if (there.Kind == NodeKind.Folder && tx.Folder(there.Node) is not null)
                return (there.Node, path);
        }
    }

    private static void Remake(ICatalogTransaction tx, NodeRow folder, EntryRow entry)
    {
        if (!tx.EntriesWithoutNode(folder.Id, Page).Contains(entry))
            return;
        if (entry.Kind == NodeKind.Folder || tx.NewestContent(entry.Node) is not null)
            tx.InsertNode(entry.Node, entry.Space, entry.Kind, tx.Now);
        else
            tx.DeleteEntry(entry);
    }

    private static void Forget(ICatalogTransaction tx, NodeRow node)
    {
        if (tx.IsDead(node.Id) || tx.NewestContent(node.Id) is not null)
            return;
        while (tx.NewestPlaceOf(node.Id) is { } place)
            tx.DeleteEntry(place);
        tx.AddDeadNode(node.Id, node.Space);
    }

    private static void Reopen(ICatalogTransaction tx, NodeRow node)
    {
        if (!tx.IsDead(node.Id) && tx.NewestContent(node.Id) is { IsLive: false } content)
            tx.EndContent(content, Row.Live);
    }

    private static CheckProblem Problem(string kind, string subject, string detail) => new(kind, subject, detail, [subject], false);
}
