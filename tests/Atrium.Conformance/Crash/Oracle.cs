using System.Net;
using System.Security.Cryptography;

namespace Atrium.Conformance.Crash;

/// <summary>How much of a folder is read back.</summary>
internal enum Depth
{
    /// <summary>All names, sizes and tags; the bytes of what changed since the last verification.</summary>
    Changed,

    /// <summary>All bytes.</summary>
    Everything,
}

/// <summary>
/// Says whether a server kept its word: all that was acknowledged is there with its bytes, a request without an answer
/// is done or not done as a whole, and there is nothing else.
/// </summary>
internal static class Oracle
{
    /// <summary>Verifies all writers and throws with every complaint.</summary>
    public static async Task VerifyAsync(AtriumClient client, IReadOnlyList<Writer> writers, Depth depth, Journal journal)
    {
        var complaints = new List<string>();
        foreach (var writer in writers)
            complaints.AddRange(await ComplaintsAsync(client, writer, depth));
        if (complaints.Count > 0)
            Assert.Fail($"The server broke its word. Journal: {Evidence(journal)}\n{string.Join('\n', complaints)}");
    }

    /// <summary>Looks at one writer's folder, and settles which state it is in when it is right.</summary>
    public static async Task<IReadOnlyList<string>> ComplaintsAsync(AtriumClient client, Writer writer, Depth depth)
    {
        if (!(await FolderTree.ReadAsync(client, writer.Root)).Is(out var found, out var refused))
            return [refused];
        var hashes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var path in found.Files.Keys.Where(path => depth == Depth.Everything || writer.Changed.Contains(path)))
            hashes[path] = await HashAsync(client, $"{writer.Root}/{path}");

        var asAcknowledged = Compare(writer.Acknowledged, found, hashes);
        if (asAcknowledged.Count == 0)
        {
            writer.Resolve(writer.Acknowledged);
            return [];
        }
        if (writer.InFlight is null)
            return [$"{writer.Root} is not as acknowledged:", .. asAcknowledged];
        var asSent = Compare(writer.InFlight, found, hashes);
        if (asSent.Count == 0)
        {
            writer.Resolve(writer.InFlight);
            return [];
        }
        return
        [
            $"{writer.Root} is neither as acknowledged:", .. asAcknowledged,
            "nor as if the request without an answer had been done:", .. asSent,
        ];
    }

    /// <summary>The differences between a state and what was found.</summary>
    public static IReadOnlyList<string> Compare(Tree expected, FolderTree found, IReadOnlyDictionary<string, string> hashes)
    {
        var complaints = new List<string>();
        complaints.AddRange(expected.Folders.Except(found.Folders).Select(path => $"  folder {path} is missing"));
        complaints.AddRange(found.Folders.Except(expected.Folders).Select(path => $"  folder {path} should not be there"));
        complaints.AddRange(expected.Files.Keys.Except(found.Files.Keys).Select(path => $"  file {path} is missing"));
        foreach (var (path, file) in found.Files)
        {
            if (!expected.Files.TryGetValue(path, out var content))
                complaints.Add($"  file {path} should not be there");
            else if (file.Size != content.Length)
                complaints.Add($"  file {path} has {file.Size} bytes instead of {content.Length}");
            else if (content.ETag is { } tag && file.ETag != tag)
                complaints.Add($"  file {path} is listed with the tag {file.ETag} instead of {tag}");
            else if (hashes.TryGetValue(path, out var hash) && hash != content.Sha256)
                complaints.Add($"  file {path} reads as {hash} instead of {content.Sha256}");
        }
        return complaints;
    }

    private static async Task<string> HashAsync(AtriumClient client, string path)
    {
        try
        {
            var answer = await client.GetAsync(path);
            return answer.Status == HttpStatusCode.OK ? Convert.ToHexStringLower(SHA256.HashData(answer.Body)) : $"answer {answer}";
        }
        catch (HttpRequestException broken)
        {
            return $"broken answer: {broken.Message}"; // shorter than its Content-Length, for example
        }
    }

    private static string Evidence(Journal journal)
    {
        // The journal's folder is about to be removed; the test's output stays.
        var lines = File.ReadLines(journal.Path).TakeLast(60);
        return $"(last lines)\n{string.Join('\n', lines)}";
    }
}
