using System.Globalization;

namespace Atrium.Unix;

/// <summary>How much memory this process may use.</summary>
internal static class MemoryLimit
{
    /// <summary>The least limit of the control groups that the process is in (cgroup v2); null for none.</summary>
    /// <param name="root">Where the kernel shows them.</param>
    /// <param name="membership">The text of /proc/self/cgroup.</param>
    internal static long? Of(string root, string membership)
    {
        var own = membership.Split('\n').FirstOrDefault(line => line.StartsWith("0::/", StringComparison.Ordinal))?[4..].Trim();
        if (own is null)
            return null;
        long? least = null;
        // A group is bounded by all that it is in.
        for (var folder = Path.Combine(root, own); folder.StartsWith(root, StringComparison.Ordinal); folder = Path.GetDirectoryName(folder) ?? "")
        {
            if (Limit(Path.Combine(folder, "memory.max")) is { } limit && !(limit >= least))
                least = limit;
        }
        return least;
    }

    private static long? Limit(string file)
    {
        try
        {
            return long.TryParse(File.ReadAllText(file).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) ? bytes : null;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return null; // the root of all groups has none
        }
    }
}
