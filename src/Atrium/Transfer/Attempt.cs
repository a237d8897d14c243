namespace Atrium.Transfer;

/// <summary>The bytes of one attempt at a file: they are counted as they go, and taken back when it fails, since the next one moves them again.</summary>
internal sealed class Attempt(TransferTally tally)
{
    private long moved, spared;

    internal void Move(long bytes)
    {
        Interlocked.Add(ref moved, bytes);
        tally.Move(bytes);
    }

    /// <summary>Bytes that are there already, since an earlier run was cut off.</summary>
    internal void Spare(long bytes)
    {
        spared += bytes;
        tally.Spare(bytes);
    }

    /// <summary>Runs it.</summary>
    internal static async Task<T> RunAsync<T>(TransferTally tally, Func<Attempt, Task<T>> run)
    {
        var attempt = new Attempt(tally);
        try
        {
            return await run(attempt);
        }
        catch
        {
            tally.Move(-Interlocked.Read(ref attempt.moved));
            tally.Spare(-attempt.spared);
            throw;
        }
    }
}
