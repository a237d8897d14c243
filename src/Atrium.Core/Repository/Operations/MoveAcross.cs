using Atrium.Core.Access;
using Atrium.Core.Accounts;
using Atrium.Core.Ports;

namespace Atrium.Core.Repository.Operations;

/// <summary>
/// Moving to another space: a copy in the other space's order of things, linked by the unit that deletes the original, so
/// that nobody ever sees both or neither.
/// </summary>
internal static class MoveAcross
{
    // A tree that is written to all the while cannot be moved away under the writers; each try sees a later state.
    private const int Tries = 3;

    internal static async ValueTask<Outcome<Stored>> RunAsync(
        Store store, Caller caller, NodePath from, NodePath to, Overwrite overwrite, MissingParents missingParents, Precondition precondition,
        CancellationToken cancellation)
    {
        var epoch = store.Catalog.Epoch;
        for (var i = 0; i < Tries; i++)
        {
            var look = await store.Catalog.ReadAsync(
                reader => Look(reader, caller, from, to, overwrite, missingParents), cancellation);
            if (!look.Try(out var seen, out var refused))
                return refused;
            StagedTree? copy = null;
            if (seen.Kind == NodeKind.Folder
                && !(await TreeCopy.BuildAsync(store, caller, seen.Space, seen.Node, seen.Seq, CopyScope.Tree, seen.TargetSpace, cancellation)).Try(out copy, out refused))
                return refused;
            var moved = await store.Catalog.CommitAsync(
                caller, tx => Unit(tx, seen.Seq, copy, from, to, overwrite, missingParents, precondition, epoch), CancellationToken.None);
            if (moved.Refused is null)
                return moved;
            if (copy is not null)
                await copy.AbandonAsync();
            if (moved.Refused.Kind != Refusal.Busy)
                return moved;
        }
        return new Refused(Refusal.Busy, $"{from} is being written to; try again when it is quiet.");
    }

    private static Outcome<(long Space, long Node, NodeKind Kind, long Seq, long TargetSpace)> Look(
        ICatalogReader reader, Caller caller, NodePath from, NodePath to, Overwrite overwrite, MissingParents missingParents)
    {
        if (!TreeWalk.To(reader, caller, from, AsOf.Now).Try(out var source, out var refused))
            return refused;
        if (source.IsSpaceFolder)
            return Refused.Denied($"{from} is a space, and stays where it is.");
        if (source.Target is not { } entry)
            return Refused.NotFound(from.ToString());
        if (!source.Rights.HasFlag(Rights.Delete | Rights.Read))
            return AccessRules.Refuse(source.Rights, from.ToString());
        return Destination.Check(reader, caller, to, overwrite, missingParents).Try(out var target, out refused)
            ? (source.Space.Id, entry.Node, entry.Kind, source.Space.Seq, target.Space.Id)
            : refused;
    }

    private static Outcome<Stored> Unit(
        ICatalogTransaction tx, long seenSeq, StagedTree? copy, NodePath from, NodePath to, Overwrite overwrite, MissingParents missingParents,
        Precondition precondition, string epoch)
    {
        if (!MoveNode.Source(tx, from, to, precondition, epoch).Try(out var source, out var refused))
            return refused;
        if (!Destination.Check(tx, tx.Caller, to, overwrite, missingParents).Try(out var target, out refused))
            return refused;
        var moved = source.Target!.Value;
        // What he may not read was not copied, and must not go with the original.
        if (moved.Kind == NodeKind.Folder && !source.Access.HoldsAllBelow(moved.Node, Rights.Read | Rights.Delete))
            return Destination.NotAll(from);
        // A folder that took the place of a file was not copied either.
        if (copy is null ? moved.Kind == NodeKind.Folder : WasTouched(tx, source.Space.Id, seenSeq, from))
            return new Refused(Refusal.Busy, "It was written to meanwhile.");
        var bytes = copy is null ? TreeWriter.LiveBytes(tx, moved.Node, moved.Kind) : tx.Folder(copy.Root)?.Bytes ?? 0;
        if (QuotaRule.Check(target.Space, bytes - Destination.Replaced(tx, target)) is { } full)
            return full;

        var created = !target.IsFound;
        var there = new TreeWriter(tx, target.Space);
        Destination.Prepare(tx, there, target);
        EntryRow entry;
        if (copy is not null)
        {
            entry = copy.Link(tx, there, target);
        }
        else
        {
            var (node, content) = there.CloneFile(tx.NewestContent(moved.Node)!);
            entry = there.Link(target.Folders, to.Name, node, NodeKind.File, content.Size);
        }
        tx.Record(target.Space, ChangeAction.Created, entry.Node, entry.Kind, to, from);
        var here = new TreeWriter(tx, source.Space);
        here.Remove(source.Folders, moved);
        tx.Record(source.Space, ChangeAction.Deleted, moved.Node, moved.Kind, from, null);
        return new Stored(Describe.Entry(tx, to, entry, null, epoch)!, created);
    }

    private static bool WasTouched(ICatalogReader reader, long space, long afterSeq, NodePath tree)
    {
        const int AtOnce = 1000; // as many rows as a unit may look at
        var prefix = tree.ToString();
        var rows = reader.Changes(space, afterSeq, AtOnce);
        // More than that is not read through under the lock: copy again.
        return rows.Count == AtOnce || rows.Any(row => Concerns(row.Path, prefix) || (row.From is { } from && Concerns(from, prefix)));
    }

    // Something in it, or a folder above it: what was done while that stood elsewhere was recorded under another path.
    private static bool Concerns(string path, string tree) => IsIn(path, tree) || IsIn(tree, path);

    private static bool IsIn(string path, string tree)
        => path.StartsWith(tree, StringComparison.Ordinal) && (path.Length == tree.Length || path[tree.Length] == '/');
}
