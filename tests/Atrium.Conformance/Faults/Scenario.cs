using Atrium.Conformance.Crash;

namespace Atrium.Conformance.Faults;

/// <summary>One of each kind of change, in a fixed order.</summary>
internal static class Scenario
{
    /// <summary>The calls that make something durable, and how each can fail.</summary>
    private static readonly Dictionary<string, string[]> Failures = new(StringComparer.Ordinal)
    {
        ["fsync"] = ["EIO"],
        ["fdatasync"] = ["EIO"],
        ["pwrite64"] = ["ENOSPC", "EIO"],
        ["pwritev"] = ["ENOSPC", "EIO"],
        ["ftruncate"] = ["EIO"],
        ["fallocate"] = ["ENOSPC"],
        ["rename"] = ["ENOSPC", "EIO"],
        ["renameat2"] = ["ENOSPC", "EIO"],
        ["mkdir"] = ["ENOSPC"],
        ["openat"] = ["EMFILE", "ENOSPC", "EIO"],
        ["unlink"] = ["EIO"],
    };

    /// <summary>The steps of one run. Each run has bytes of its own: bytes that the store holds already are not written again.</summary>
    public static IReadOnlyList<Operation> Steps(int run)
    {
        var seed = (ulong)run * 100;
        return
        [
            new Put("a/small", new Piece(seed + 1, 4096)),
            new Put("a/large", new Piece(seed + 2, 1024 * 1024)),
            new Put("a/large", new Piece(seed + 3, 700 * 1024)),
            // Bytes that the store holds already: the new file of them is removed again.
            new Put("a/again", new Piece(seed + 3, 700 * 1024)),
            new Append("a/small", new Piece(seed + 4, 3000)),
            new Append("a/large", new Piece(seed + 5, 100 * 1024)),
            new Move("a/large", "b/moved"),
            new Copy("b/moved", "b/copy"),
            new Delete("b/moved"),
            new DeleteTree("a"),
        ];
    }

    public static string Trace => $"trace={string.Join(',', Failures.Keys)}";

    /// <summary>The points that a trace of one step offers.</summary>
    public static IEnumerable<FaultPoint> Points(int step, TraceLog trace) =>
        from call in trace.Calls
        group call by call.Name into name
        let most = name.GroupBy(call => call.Thread).Max(calls => calls.Count())
        from nth in Enumerable.Range(1, most)
        from error in Failures[name.Key]
        select new FaultPoint(step, name.Key, nth, error);
}
