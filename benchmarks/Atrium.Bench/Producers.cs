using System.Diagnostics;
using System.Security.Cryptography;

namespace Atrium.Bench;

/// <summary>A number of writers at once, each with the next 4 KiB as soon as its last are durable.</summary>
internal static class Producers
{
    internal const int Size = 4096;

    /// <summary>Writes a second.</summary>
    internal static async Task<double> RateAsync(int producers, int writes, Func<int, int, byte[], ValueTask> write)
    {
        var next = 0;
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, producers).Select(producer => Task.Run(async () =>
        {
            while (Interlocked.Increment(ref next) is var i && i <= writes)
            {
                var bytes = new byte[Size];
                RandomNumberGenerator.Fill(bytes);
                await write(producer, i, bytes);
            }
        })));
        return writes / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
