using System.Diagnostics;
using Atrium.Core.Durability;

namespace Atrium.Bench;

/// <summary>What stands beside every result, since ratios too depend on it.</summary>
internal static class Machine
{
    /// <summary>The median of fsyncs after appends of 4 KiB, in microseconds.</summary>
    internal static double FsyncMicroseconds(string folder)
    {
        const int Times = 200;
        var path = Path.Combine(folder, "fsync");
        using var file = DurableFile.Create(path);
        var block = new byte[4096];
        var times = new List<double>(Times);
        for (var i = 0; i < Times; i++)
        {
            RandomAccess.Write(file, block, i * (long)block.Length);
            var started = Stopwatch.GetTimestamp();
            DurableFile.Sync(file, path);
            times.Add(Stopwatch.GetElapsedTime(started).TotalMicroseconds);
        }
        return Percentile(times, 0.5);
    }

    internal static double Percentile(List<double> values, double share)
    {
        var sorted = values.Order().ToList();
        return sorted[Math.Min(sorted.Count - 1, (int)(sorted.Count * share))];
    }

    internal static string Describe(string folder)
        => $"{Environment.ProcessorCount} cores, {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 30} GiB, Linux {Environment.OSVersion.Version}, .NET {Environment.Version}, fsync p50 {FsyncMicroseconds(folder):0} us";
}
