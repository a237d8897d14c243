using System.Runtime.CompilerServices;
using Atrium.Api;
using Atrium.Client;

namespace Atrium.Tree;

/// <summary>A folder, with all that is in it where that is asked for; names are paths from it on.</summary>
internal static class TreeListing
{
    internal static async IAsyncEnumerable<FileRecord> ReadAsync(
        FilesClient files, string top, DateTimeOffset? at, bool recursive, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (await FileAsync(files, top, at, cancellation) is { } file)
        {
            yield return file;
            yield break;
        }
        // Depth first, each folder's entries before those of its folders: what is listed is never held whole.
        var folders = new Stack<string>([""]);
        while (folders.TryPop(out var folder))
        {
            var below = new List<string>();
            await foreach (var entry in files.ListAsync(folder.Length == 0 ? top : RemotePath.Combine(top, folder), at, cancellation))
            {
                var name = folder.Length == 0 ? entry.Name : $"{folder}/{entry.Name}";
                if (recursive && entry.Kind == "folder")
                    below.Add(name);
                yield return entry with { Name = name };
            }
            for (var i = below.Count - 1; i >= 0; i--)
                folders.Push(below[i]);
        }
    }

    /// <summary>The entry of a file; null for a folder.</summary>
    internal static async Task<FileRecord?> FileAsync(FilesClient files, string path, DateTimeOffset? at, CancellationToken cancellation)
    {
        var stat = await files.StatAsync(path, at, cancellation);
        return stat.Kind == "file" ? stat : null;
    }
}
