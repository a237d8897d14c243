using System.Runtime.InteropServices;

namespace Atrium.Unix;

/// <summary>How many files, sockets among them, the process may have open (getrlimit(2), RLIMIT_NOFILE).</summary>
internal static partial class DescriptorLimit
{
    private const int OpenFiles = 7;

    /// <summary>What Linux gives where nothing else is known.</summary>
    private const long Usual = 1024;

    /// <summary>
    /// Raises the limit as far as the process may by itself, and returns it. The lower one is for programs that use select(2), which cannot
    /// count further than 1,024; this one does not.
    /// </summary>
    internal static long Raise()
    {
        if (GetLimit(OpenFiles, out var limit) != 0)
            return Usual;
        var wanted = limit with { Current = limit.Most };
        if (limit.Current < limit.Most && SetLimit(OpenFiles, wanted) == 0)
            limit = wanted;
        return (long)Math.Min(limit.Current, int.MaxValue);
    }

    [LibraryImport("libc", EntryPoint = "getrlimit")]
    private static partial int GetLimit(int resource, out Limit limit);

    [LibraryImport("libc", EntryPoint = "setrlimit")]
    private static partial int SetLimit(int resource, in Limit limit);

    [StructLayout(LayoutKind.Sequential)]
    private record struct Limit(nuint Current, nuint Most);
}
