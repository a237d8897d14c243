using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Text.Json;

namespace Atrium.Conformance.Crash;

/// <summary>A file as a listing shows it.</summary>
internal sealed record ListedFile(long Size, string? ETag);

/// <summary>Everything below a folder of the server, as its listings show it.</summary>
internal sealed class FolderTree
{
    public SortedDictionary<string, ListedFile> Files { get; } = new(StringComparer.Ordinal);

    public SortedSet<string> Folders { get; } = new(StringComparer.Ordinal);

    /// <summary>Reads all pages of all folders below a root; a root that is not there is an empty tree.</summary>
    public static async Task<ReadResult> ReadAsync(AtriumClient client, string root)
    {
        var tree = new FolderTree();
        var waiting = new Queue<string>([""]);
        while (waiting.TryDequeue(out var folder))
        {
            for (string? page = ""; page is not null;)
            {
                var after = page.Length == 0 ? "" : $"&after={Uri.EscapeDataString(page)}";
                var answer = await client.GetAsync($"{root}{(folder.Length == 0 ? "" : "/" + folder)}?list{after}");
                if (answer.Status == HttpStatusCode.NotFound && folder.Length == 0)
                    return new(tree, null);
                if (!answer.IsSuccess)
                    return new(null, $"{root}/{folder} cannot be listed: {answer}");
                page = tree.Add(folder, answer.Body, waiting);
            }
        }
        return new(tree, null);
    }

    private string? Add(string folder, byte[] json, Queue<string> waiting)
    {
        using var page = JsonDocument.Parse(json);
        foreach (var entry in page.RootElement.GetProperty("entries").EnumerateArray())
        {
            var name = entry.GetProperty("name").GetString()!;
            var path = folder.Length == 0 ? name : $"{folder}/{name}";
            if (entry.GetProperty("kind").GetString() == "folder")
            {
                Folders.Add(path);
                waiting.Enqueue(path);
            }
            else
            {
                Files.Add(path, new(entry.GetProperty("size").GetInt64(), entry.GetProperty("etag").GetString()));
            }
        }
        return page.RootElement.TryGetProperty("next", out var next) ? next.GetString() : null;
    }

    /// <summary>The tree, or why it could not be read.</summary>
    internal sealed record ReadResult(FolderTree? Tree, string? Refused)
    {
        public bool Is([NotNullWhen(true)] out FolderTree? tree, [NotNullWhen(false)] out string? refused)
        {
            (tree, refused) = (Tree, Refused);
            return Tree is not null;
        }
    }
}
