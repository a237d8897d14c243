using System.Collections.Concurrent;
using System.Net;
using Atrium.Client;

namespace Atrium.Transfer;

/// <summary>Large files, which go on after a cut where they were: the server remembers what has come.</summary>
internal sealed class LargeFiles(UploadsClient uploads)
{
    /// <summary>A piece that the server makes durable: what is smaller is soon sent anew as a whole.</summary>
    internal const long MinBytes = 16 * 1024 * 1024;

    private readonly ConcurrentDictionary<(string Path, long Size, DateTimeOffset Modified), string> begun = new();
    private readonly Lock gate = new();
    private Task? looking;

    /// <summary>Stores a file, from where an earlier run was cut off. The same file is one of the same path, size and time.</summary>
    internal async Task<string?> UploadAsync(ImportJob job, FileStream file, long length, DateTimeOffset modified, Attempt attempt, CancellationToken cancellation)
    {
        await LookAsync(cancellation);
        var key = (job.Remote, length, modified);
        var upload = (begun.TryRemove(key, out var address) ? await FindAsync(address, cancellation) : null)
            ?? await uploads.BeginAsync(job.Remote, length, modified, cancellation);
        try
        {
            return (await ResumableFile.SendAsync(uploads, upload, file, length, modified, attempt, cancellation)).Etag;
        }
        catch (Exception error) when (error is AtriumRefusedException or ServerUnreachableException)
        {
            // The next attempt goes on with this one.
            begun[key] = upload.Address;
            throw;
        }
    }

    private async Task<UploadState?> FindAsync(string address, CancellationToken cancellation)
    {
        try
        {
            return await uploads.GetAsync(address, cancellation);
        }
        catch (AtriumRefusedException refused) when (refused.Status == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>What earlier runs have begun: asked for once, when the first large file comes, and again where that failed.</summary>
    private Task LookAsync(CancellationToken cancellation)
    {
        lock (gate)
            return looking is { IsFaulted: false, IsCanceled: false } ? looking : looking = ReadAsync(cancellation);
    }

    private async Task ReadAsync(CancellationToken cancellation)
    {
        foreach (var upload in await uploads.ListAsync(cancellation))
        {
            if (upload is { Size: { } size, Modified: { } modified })
                begun[(upload.Path, size, modified)] = UploadsClient.AddressOf(upload);
        }
    }
}
