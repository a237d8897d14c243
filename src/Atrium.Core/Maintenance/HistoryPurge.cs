using Atrium.Core.Ports;

namespace Atrium.Core.Maintenance;

/// <summary>Lets go of what is older than a space's retention, or more than its history may hold: the oldest first.</summary>
internal static class HistoryPurge
{
    /// <summary>Rows that one unit lets go: some statements each, and a unit stays under a thousand.</summary>
    internal const int RowsOfOneUnit = 150;

    /// <summary>Purges the next rows of a space; the number of them, which is less than a unit's worth at the end.</summary>
    /// <param name="tx">The unit's transaction.</param>
    /// <param name="spaceId">The space.</param>
    /// <param name="heldFrom">The oldest state that is being copied: it and all later ones stay.</param>
    internal static Outcome<int> Unit(ICatalogTransaction tx, long spaceId, long heldFrom)
    {
        if (tx.Lock(spaceId) is not { } space)
            return 0;
        // What had ended by then is not part of any state that is still promised.
        var promisedFrom = Math.Min(heldFrom, Math.Max(
            tx.SeqAt(space.Id, Math.Max(0, tx.Now - space.Retention.Ticks)), Sites.DeploymentHistory.EndOfSurplus(tx, space)));
        var entries = new Queue<EntryRow>(tx.EndedEntries(space.Id, RowsOfOneUnit));
        var contents = new Queue<ContentRow>(tx.EndedContents(space.Id, RowsOfOneUnit));
        var count = 0;
        for (; count < RowsOfOneUnit; count++)
        {
            // In the order in which they ended: the states from the horizon on stay whole.
            var entryEnd = entries.TryPeek(out var entry) ? entry.ToSeq : long.MaxValue;
            var contentEnd = contents.TryPeek(out var content) ? content.ToSeq : long.MaxValue;
            var end = Math.Min(entryEnd, contentEnd);
            if (end == long.MaxValue || end > heldFrom || (end > promisedFrom && !(space.EffectiveHistoryCap < space.History)))
                break;
            if (contentEnd <= entryEnd)
                PurgeContent(tx, space, contents.Dequeue());
            else
                PurgeEntry(tx, space, entries.Dequeue());
            space.Horizon = Math.Max(space.Horizon, end);
        }
        if (count < RowsOfOneUnit)
            space.Horizon = Math.Max(space.Horizon, promisedFrom);
        return count;
    }

    private static void PurgeContent(ICatalogTransaction tx, Space space, ContentRow content)
    {
        // The bytes of a content that was appended to belong to the next one.
        if (tx.ContentOfVersion(content.Node, content.ToSeq)?.Base != content.Base)
        {
            ExtentPurge.Run(tx, content.Node, content.Base, content.Version);
            space.History -= content.Size;
        }
        tx.DeleteContent(content);
    }

    private static void PurgeEntry(ICatalogTransaction tx, Space space, EntryRow entry)
    {
        tx.DeleteEntry(entry);
        // It was moved or undeleted, and stands elsewhere.
        if (tx.HasPlace(entry.Node))
            return;
        space.History -= Repository.TreeWriter.LiveBytes(tx, entry.Node, entry.Kind);
        tx.DeleteDeployment(entry.Node);
        tx.AddDeadNode(entry.Node, space.Id);
    }
}
