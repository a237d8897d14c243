using System.Net;
using Atrium.Api;
using Atrium.Client;

namespace Atrium.Transfer;

/// <summary>Small files, many with one request: the way there and back costs more than they do.</summary>
internal sealed class SmallFiles(FilesClient files, TransferTally tally, TimeProvider clock)
{
    /// <summary>What the server keeps inline: one that is larger costs a file and its syncs, beside which a request is little.</summary>
    private const long MaxBytes = 64 * 1024;

    /// <summary>Of one request: enough that it costs nothing beside them, and few enough that all workers of the crew get some.</summary>
    private const int MaxCount = 200;

    /// <summary>Of one request: what is read into memory by each worker, and sent again when the server was busy.</summary>
    private const long MaxTotal = 4 * 1024 * 1024;

    private List<ImportJob> waiting = [];
    private long waitingBytes;

    /// <summary>Takes a file that the walk has found; what is ready to be sent now, if anything. Only the walk calls this.</summary>
    internal IReadOnlyList<ImportJob> Take(ImportJob job, long size)
    {
        if (size > MaxBytes)
            return [job];
        waiting.Add(job);
        waitingBytes += size;
        return waiting.Count < MaxCount && waitingBytes < MaxTotal ? [] : TakeRest();
    }

    /// <summary>What is left at the end of the walk.</summary>
    internal IReadOnlyList<ImportJob> TakeRest()
    {
        var ready = waiting;
        (waiting, waitingBytes) = ([], 0);
        return ready;
    }

    /// <summary>Stores them; those that must be sent alone are returned.</summary>
    internal async Task<IReadOnlyList<ImportJob>> UploadAsync(IReadOnlyList<ImportJob> jobs, CancellationToken cancellation)
    {
        var alone = new List<ImportJob>();
        var read = new List<Content>(jobs.Count);
        foreach (var job in jobs)
        {
            try
            {
                if (await ReadAsync(job, cancellation) is { } content)
                    read.Add(content);
                else
                    alone.Add(job);
            }
            catch (Exception error) when (error is ChangedWhileReadException or IOException or UnauthorizedAccessException)
            {
                tally.Fail(job.Local, error.Message);
            }
        }
        if (read.Count == 0)
            return alone;
        var answer = await Retry.WhileBusyAsync(
            () => files.StoreManyAsync([.. read.Select(one => new Upload(one.Job.Remote, new MemoryStream(one.Bytes), one.Bytes.Length, one.Modified))], cancellation),
            clock, cancellation);
        for (var i = 0; i < read.Count; i++)
            Count(read[i], i < answer.Files.Count ? answer.Files[i] : null, answer.Problem, alone);
        return alone;
    }

    private void Count(Content content, StoredFileRecord? outcome, string? problem, List<ImportJob> alone)
    {
        switch (outcome?.Status)
        {
            case null:
                tally.Fail(content.Job.Local, problem ?? "The server said nothing of it: run the command again.");
                break;
            case (int)HttpStatusCode.Created or (int)HttpStatusCode.NoContent:
                tally.Move(content.Bytes.Length);
                tally.Finish();
                break;
            // Whether it was busy, or whether nothing fits any more: asked alone, it says what it says of any file.
            case (int)HttpStatusCode.ServiceUnavailable or (int)HttpStatusCode.InsufficientStorage or (int)HttpStatusCode.Unauthorized:
                alone.Add(content.Job);
                break;
            default:
                tally.Fail(content.Job.Local, outcome.Problem ?? $"The server answered {outcome.Status}.");
                break;
        }
    }

    /// <summary>The bytes of a file; null when it is not small any more.</summary>
    private static async Task<Content?> ReadAsync(ImportJob job, CancellationToken cancellation)
    {
        await using var file = new FileStream(
            job.Local, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, FileOptions.Asynchronous | FileOptions.SequentialScan);
        var (length, modified) = (file.Length, File.GetLastWriteTimeUtc(file.SafeFileHandle));
        if (length > MaxBytes)
            return null;
        var bytes = new byte[length];
        if (await file.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellation) != length || file.Length != length
            || File.GetLastWriteTimeUtc(file.SafeFileHandle) != modified)
            throw new ChangedWhileReadException();
        return new Content(job, bytes, new DateTimeOffset(modified));
    }

    private sealed record Content(ImportJob Job, byte[] Bytes, DateTimeOffset Modified);
}
