using Atrium.Core.Repository;
using static Atrium.Core.Tests.TestStore;

namespace Atrium.Core.Tests.Repository;

/// <summary>Keeps a copy of a space by its change feed alone, as a sync client does.</summary>
internal sealed class Follower(TestStore store, string space)
{
    private ChangeCursor? cursor;
    private (long Sequence, int Ordinal, DateTimeOffset At) last;

    internal SortedDictionary<string, string?> Tree { get; } = new(StringComparer.Ordinal);

    /// <summary>Follows until it is told to end.</summary>
    internal async Task<Follower> RunAsync(CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            try
            {
                await FollowAsync(TimeSpan.FromMinutes(1), end);
            }
            catch (OperationCanceledException)
            {
                // The rest is read by CatchUpAsync.
            }
        }
        return this;
    }

    internal async Task CatchUpAsync()
    {
        while (await FollowAsync(TimeSpan.Zero, default) > 0)
        {
        }
    }

    private async Task<int> FollowAsync(TimeSpan wait, CancellationToken end)
    {
        var page = (await store.Files.ChangesAsync(Path(space), cursor, 10, wait, end)).Value;
        foreach (var change in page.Changes)
        {
            Assert.True((change.Sequence, change.Ordinal).CompareTo((last.Sequence, last.Ordinal)) > 0, $"{change} after {last}");
            Assert.True(change.At >= last.At);
            last = (change.Sequence, change.Ordinal, change.At);
            await ApplyAsync(change);
        }
        cursor = page.Cursor;
        return page.Changes.Count;
    }

    private async Task ApplyAsync(FileChange change)
    {
        var path = change.Path.ToString()[space.Length..];
        switch (change.Action)
        {
            case ChangeAction.SpaceAdded or ChangeAction.SpaceChanged:
                break;
            case ChangeAction.Deleted:
                Take(path);
                break;
            case ChangeAction.Moved:
                foreach (var (below, text) in Take(change.From!.ToString()[space.Length..]))
                    Tree[path + below] = text;
                break;
            default:
                // What it looked like after this very change.
                await AddAsync(change.Path.ToString(), AsOf.Seq(change.Sequence));
                break;
        }
    }

    private List<(string Below, string? Text)> Take(string path)
    {
        var taken = Tree.Where(x => x.Key == path || x.Key.StartsWith(path + "/", StringComparison.Ordinal)).ToList();
        taken.ForEach(x => Tree.Remove(x.Key));
        return [.. taken.Select(x => (x.Key[path.Length..], x.Value))];
    }

    private async Task AddAsync(string path, AsOf asOf)
    {
        var entry = (await store.Files.StatAsync(Path(path), asOf, default)).Value;
        Tree[path[space.Length..]] = entry.Kind == NodeKind.File ? await store.ReadAsync(path, asOf) : null;
        if (entry.Kind != NodeKind.Folder)
            return;
        var listing = (await store.Files.ListAsync(Path(path), new ListQuery { AsOf = asOf }, default)).Value;
        foreach (var child in listing.Entries)
            await AddAsync(child.Path.ToString(), asOf);
    }
}
