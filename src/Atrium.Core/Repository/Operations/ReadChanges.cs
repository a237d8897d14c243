using Atrium.Core.Access;
using Atrium.Core.Accounts;
using Atrium.Core.Ports;

namespace Atrium.Core.Repository.Operations;

/// <summary>The change feed of a space.</summary>
internal static class ReadChanges
{
    // A unit has at most about 1,000 rows: a page that holds one whole unit always gets on.
    private const int MostOfOneUnit = 2000;

    internal static async ValueTask<Outcome<ChangePage>> RunAsync(
        Store store, Caller caller, NodePath space, ChangeCursor? after, int limit, TimeSpan wait, CancellationToken cancellation)
    {
        if (limit is < 1 or > ListQuery.MaxLimit)
            return Refused.Invalid($"A page has 1 to {ListQuery.MaxLimit} changes.");
        if (after is { } cursor && cursor.Epoch != store.Catalog.Epoch)
            return Refused.Gone("The store was restored since that cursor: read everything once, and start without a cursor.");
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(wait);
        while (true)
        {
            var page = await store.Catalog.ReadAsync(reader => Page(reader, caller, space, after?.Sequence, limit, store.Catalog.Epoch), cancellation);
            if (!page.Try(out var found, out var refused))
                return refused;
            if (found.Page.Changes.Count > 0 || wait <= TimeSpan.Zero || patience.IsCancellationRequested)
                return found.Page;
            after = found.Page.Cursor;
            // Looked at anew in between: whoever loses his rights while he waits is told so, not kept waiting.
            using var moment = CancellationTokenSource.CreateLinkedTokenSource(patience.Token);
            moment.CancelAfter(AccessRules.RecheckInterval);
            try
            {
                await store.Catalog.WaitForChangeAsync(found.Space, found.Page.Cursor.Sequence, moment.Token);
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                if (patience.IsCancellationRequested)
                    return found.Page;
            }
        }
    }

    private static Outcome<(ChangePage Page, long Space)> Page(
        ICatalogReader reader, Caller caller, NodePath path, long? after, int limit, string epoch)
    {
        if (!TreeWalk.To(reader, caller, path, AsOf.Now).Try(out var walk, out var refused))
            return refused;
        if (!walk.IsSpaceFolder)
            return Refused.Invalid($"A change feed belongs to a space: ask for {walk.Space.Path}.");
        if (!walk.Rights.HasFlag(Rights.Read))
            return AccessRules.Refuse(walk.Rights, path.ToString());
        var space = walk.Space;
        if (after is { } asked && asked < space.Horizon - 1)
            return Refused.Gone($"The changes after that cursor are kept only from {Words.Time(reader.TimeOf(space.Id, space.Horizon))} on: read everything once, and start without a cursor.");

        if (after > space.Seq)
            return Refused.Gone("The store has not come as far as that cursor: it was put back to an earlier state. Read everything once, and start without a cursor.");

        var rows = reader.Changes(space.Id, after ?? 0, limit + 1);
        // All changes of a unit, or none: a reader never sees half of what was done at once.
        var last = rows.Count > limit ? rows[^1].Seq : long.MaxValue;
        if (rows.Count > limit && rows[^1].Seq == rows[0].Seq)
            rows = [.. reader.Changes(space.Id, after ?? 0, MostOfOneUnit).TakeWhile(row => row.Seq == last)];
        var names = new Dictionary<long, string?>();
        var changes = new List<FileChange>(rows.Count);
        var seen = Math.Max(after ?? 0, rows.Count == 0 ? space.Seq : 0);
        foreach (var row in rows)
        {
            if (row.Seq == last && row.Seq != rows[0].Seq)
                break;
            seen = row.Seq;
            if (IsHidden(reader, caller, walk.Access, row))
                continue;
            if (!names.TryGetValue(row.Account, out var name))
                names[row.Account] = name = AccountNames.Of(reader, row.Account);
            changes.Add(new FileChange(
                row.Seq, row.Ordinal, Describe.Time(row.At), row.Action, Known(row.Path), row.From is { } from && MayKnow(reader, caller, walk.Access, from) ? Known(from) : null, row.Node,
                row.Kind, name, row.Protocol));
        }
        return (new ChangePage(changes, new ChangeCursor(epoch, seen)), space.Id);
    }

    // A node is where it stands today; its record tells a path, which may since have become one that the caller may not see.
    private static bool IsHidden(ICatalogReader reader, Caller caller, SpaceAccess access, ChangeRow row)
        => access.MayHide && !(access.Of(row.Node).HasFlag(Rights.List) && MayKnow(reader, caller, access, row.Path));

    private static bool MayKnow(ICatalogReader reader, Caller caller, SpaceAccess access, string path)
        => !access.MayHide || (TreeWalk.To(reader, caller, Known(path), AsOf.Now).Try(out var walk, out _) && !walk.IsTaken);

    private static NodePath Known(string path) => NodePath.Parse(path).Value;
}
