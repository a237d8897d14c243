using Atrium.Core.Ports;

namespace Atrium.Core.Maintenance;

/// <summary>Takes apart what nothing names any more, a few hundred rows at a time, from the top down.</summary>
internal static class DeadNodePurge
{
    private const int RowsOfOneUnit = 200;

    /// <summary>Takes the next step; the number of rows that went, 0 when nothing is left.</summary>
    internal static Outcome<int> Unit(ICatalogTransaction tx)
    {
        var rows = 0;
        foreach (var (node, space) in tx.DeadNodes(RowsOfOneUnit))
        {
            if (rows >= RowsOfOneUnit)
                break;
            rows += Step(tx, node, space, RowsOfOneUnit - rows);
        }
        return rows;
    }

    private static int Step(ICatalogTransaction tx, long node, long space, int limit)
    {
        // A damaged catalog may say so of what stands somewhere: then it lives.
        if (tx.HasPlace(node) || tx.GetSpace(space)?.Root == node)
        {
            tx.RemoveDeadNode(node);
            return 1;
        }
        var children = tx.AllEntries(node, "", limit);
        foreach (var child in children)
        {
            tx.DeleteEntry(child);
            if (!tx.HasPlace(child.Node))
                tx.AddDeadNode(child.Node, space);
        }
        var contents = children.Count == 0 ? tx.Versions(node, Row.Live, limit) : [];
        foreach (var content in contents)
        {
            ExtentPurge.Run(tx, node, content.Base, content.Version);
            tx.DeleteContent(content);
        }
        if (children.Count + contents.Count < limit)
        {
            tx.DeleteNode(node);
            tx.RemoveDeadNode(node);
        }
        return children.Count + contents.Count + 1;
    }
}
