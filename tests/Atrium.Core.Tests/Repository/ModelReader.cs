using Atrium.Core.Repository;
using static Atrium.Core.Tests.TestStore;

namespace Atrium.Core.Tests.Repository;

/// <summary>Reads a whole tree as a client does: folder by folder, in small pages.</summary>
internal static class ModelReader
{
    internal static async Task<SortedDictionary<string, (FileEntry Entry, string? Text)>> ReadAsync(TestStore store, string space, AsOf asOf)
    {
        var root = (await store.Files.StatAsync(Path(space), asOf, default)).Value;
        var found = new SortedDictionary<string, (FileEntry, string?)>(StringComparer.Ordinal) { [""] = (root, null) };
        var open = new Queue<string>([space]);
        while (open.TryDequeue(out var folder))
        {
            string? after = null;
            do
            {
                var page = (await store.Files.ListAsync(Path(folder), new ListQuery { Limit = 2, After = after, AsOf = asOf }, default)).Value;
                foreach (var entry in page.Entries)
                {
                    var path = entry.Path.ToString();
                    found.Add(path[space.Length..], (entry, entry.Kind == NodeKind.File ? await store.ReadAsync(path, asOf) : null));
                    if (entry.Kind == NodeKind.Folder)
                        open.Enqueue(path);
                }
                after = page.Next;
            }
            while (after is not null);
        }
        return found;
    }
}
