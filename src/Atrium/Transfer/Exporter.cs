using System.Collections.Concurrent;
using System.Net;
using System.Threading.Channels;
using Atrium.Api;
using Atrium.Client;
using Atrium.CommandLine;
using Atrium.Core.Durability;
using Atrium.Unix;

namespace Atrium.Transfer;

/// <summary>
/// Writes files and folders of the tree into local ones: each file whole or not at all, and on disk before it gets its name. What is
/// there with the same size and time of modification is left alone, so it can be run again.
/// </summary>
internal sealed class Exporter(FilesClient files, DateTimeOffset? at, TransferTally tally, TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, bool> written = new(StringComparer.Ordinal);

    private sealed record Job(FileRecord File, string Remote, string Local);

    /// <summary>Fetches what is named to the places that are named; a folder's content goes into the folder.</summary>
    internal async Task RunAsync(IReadOnlyList<TransferPair> pairs, CancellationToken cancellation)
    {
        await WorkCrew.RunAsync<Job>(
            async (jobs, stop) =>
            {
                foreach (var pair in pairs)
                {
                    // Refused here, and in so many words, when it is not there.
                    var entry = await files.StatAsync(pair.Remote, at, stop);
                    if (entry.Kind == "folder")
                        await StartFolderAsync(pair, jobs, stop);
                    else
                        await StartFileAsync(pair, entry, jobs, stop);
                }
            },
            DownloadAsync, cancellation);
        foreach (var folder in written.Keys)
            DurableFile.SyncDirectory(folder);
    }

    private Task StartFolderAsync(TransferPair pair, ChannelWriter<Job> jobs, CancellationToken cancellation)
    {
        if (File.Exists(pair.Local))
            throw new CommandFailedException($"{pair.Local} is a file: name a folder.");
        Directory.CreateDirectory(pair.Local);
        return WalkAsync(pair.Remote, pair.Local, jobs, cancellation);
    }

    private ValueTask StartFileAsync(TransferPair pair, FileRecord entry, ChannelWriter<Job> jobs, CancellationToken cancellation)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(pair.Local)!);
        return OfferAsync(new Job(entry, pair.Remote, pair.Local), jobs, cancellation);
    }

    private async Task WalkAsync(string topRemote, string topLocal, ChannelWriter<Job> jobs, CancellationToken cancellation)
    {
        var folders = new Stack<(string Remote, string Local)>([(topRemote, topLocal)]);
        while (folders.TryPop(out var folder))
        {
            await foreach (var entry in files.ListAsync(folder.Remote, at, cancellation))
            {
                var remote = RemotePath.Combine(folder.Remote, entry.Name);
                if (!IsPlainName(entry.Name))
                {
                    tally.Fail(remote, "Its name would lead out of the folder.");
                    continue;
                }
                var local = Path.Combine(folder.Local, entry.Name);
                if (entry.Kind == "folder")
                {
                    if (EnterFolder(remote, local, FileFacts.Of(local)))
                        folders.Push((remote, local));
                }
                else
                {
                    await OfferAsync(new Job(entry, remote, local), jobs, cancellation);
                }
            }
        }
    }

    private ValueTask OfferAsync(Job job, ChannelWriter<Job> jobs, CancellationToken cancellation)
    {
        switch (FileFacts.Of(job.Local))
        {
            case { Kind: FileKind.Folder }:
                tally.Fail(job.Remote, $"{job.Local} is a folder: move it away.");
                return default;
            case { Kind: FileKind.File } facts when facts.Size == job.File.Size && facts.Modified == job.File.Modified:
                tally.Skip();
                return default;
            default:
                tally.Find(job.File.Size ?? 0);
                return jobs.WriteAsync(job, cancellation);
        }
    }

    private static bool IsPlainName(string name) => name is not ("" or "." or "..") && !name.AsSpan().ContainsAny('/', '\0');

    private bool EnterFolder(string remote, string local, FileFacts? facts)
    {
        switch (facts?.Kind)
        {
            case FileKind.Folder:
                return true;
            case null:
                try
                {
                    Directory.CreateDirectory(local);
                    written[Path.GetDirectoryName(local)!] = true;
                    tally.MakeFolder();
                    return true;
                }
                catch (Exception error) when (error is IOException or UnauthorizedAccessException)
                {
                    tally.Fail(remote, error.Message);
                    return false;
                }
            // A link could lead out of the folder.
            case FileKind.Link or FileKind.File or FileKind.Special:
            default:
                tally.Fail(remote, $"{local} is no folder: move it away.");
                return false;
        }
    }

    private async Task DownloadAsync(Job job, CancellationToken cancellation)
    {
        try
        {
            await Retry.WhileBusyAsync(() => Attempt.RunAsync(tally, attempt => DownloadOnceAsync(job, attempt, cancellation)), clock, cancellation);
            tally.Finish();
        }
        catch (AtriumRefusedException refused) when (refused.Status is HttpStatusCode.NotFound or HttpStatusCode.PreconditionFailed)
        {
            tally.Fail(job.Remote, "It changed during the export: run it again.");
        }
        catch (AtriumRefusedException refused) when (!Retry.IsFatal(refused))
        {
            tally.Fail(job.Remote, refused.Message);
        }
        catch (UnauthorizedAccessException error)
        {
            tally.Fail(job.Remote, error.Message);
        }
        catch (IOException error) when (error is not ServerUnreachableException and not FsyncFailedException && !DurableFile.IsDiskFull(error))
        {
            tally.Fail(job.Remote, error.Message);
        }
    }

    private async Task<bool> DownloadOnceAsync(Job job, Attempt attempt, CancellationToken cancellation)
    {
        await using var part = await PartFile.OpenAsync(job.Local, job.File.Etag, cancellation);
        // All of it may be here, if only the name was missing.
        if (part.Length == 0 || part.Length != job.File.Size)
            await FetchAsync(job, part, attempt, cancellation);
        if (job.File.Size is { } size && part.Length != size)
        {
            var received = part.Length;
            part.Clear();
            throw new IOException($"{received} bytes came of {size}: run the command again.");
        }
        part.Complete(job.Local, job.File.Modified);
        written[Path.GetDirectoryName(job.Local)!] = true;
        return true;
    }

    private async Task FetchAsync(Job job, PartFile part, Attempt attempt, CancellationToken cancellation)
    {
        // Of the past nothing changes; of the present it must be what was listed.
        await using var download = await files.OpenAsync(job.Remote, at, at is null || part.Length > 0 ? job.File.Etag : null, part.Length, cancellation);
        if (download.Offset != part.Length)
            part.Clear();
        attempt.Spare(part.Length);
        var buffer = System.Buffers.ArrayPool<byte>.Shared.Rent(128 * 1024);
        try
        {
            int read;
            while ((read = await ReadAsync(download.Body, buffer, cancellation)) > 0)
            {
                await part.AppendAsync(buffer.AsMemory(0, read), cancellation);
                attempt.Move(read);
            }
        }
        finally
        {
            System.Buffers.ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // A broken connection is about the server, not about this file.
    private static async ValueTask<int> ReadAsync(Stream from, byte[] buffer, CancellationToken cancellation)
    {
        try
        {
            return await from.ReadAsync(buffer, cancellation);
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            throw new ServerUnreachableException("the server", ReachFailure.Broken, error);
        }
    }
}
