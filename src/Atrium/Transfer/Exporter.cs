using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Channels;
using Atrium.Api;
using Atrium.Client;
using Atrium.Core.Durability;
using Atrium.Unix;

namespace Atrium.Transfer;

/// <summary>
/// Writes a folder of the tree into a local one: each file whole or not at all, and on disk before it gets its name. What is
/// there with the same size and time of modification is left alone, so it can be run again.
/// </summary>
internal sealed class Exporter(FilesClient files, DateTimeOffset? at, TransferTally tally, TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, bool> written = new(StringComparer.Ordinal);

    private sealed record Job(FileRecord File, string Remote, string Local);

    internal async Task RunAsync(string remote, string local, CancellationToken cancellation)
    {
        await files.ListPageAsync(remote, at, null, 1, cancellation); // refused here, and in so many words, when it is not there
        Directory.CreateDirectory(local);
        await WorkCrew.RunAsync<Job>((jobs, stop) => WalkAsync(remote, local, jobs, stop), DownloadAsync, cancellation);
        foreach (var folder in written.Keys)
            DurableFile.SyncDirectory(folder);
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
                var facts = FileFacts.Of(local);
                if (entry.Kind == "folder")
                {
                    if (EnterFolder(remote, local, facts))
                        folders.Push((remote, local));
                }
                else if (facts is { Kind: FileKind.Folder })
                {
                    tally.Fail(remote, $"{local} is a folder: move it away.");
                }
                else if (facts is { Kind: FileKind.File } && facts.Size == entry.Size && facts.Modified == entry.Modified)
                {
                    tally.Skip();
                }
                else
                {
                    tally.Find(entry.Size ?? 0);
                    await jobs.WriteAsync(new Job(entry, remote, local), cancellation);
                }
            }
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
            await Retry.WhileBusyAsync(() => DownloadOnceAsync(job, cancellation), clock, cancellation);
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

    private async Task<bool> DownloadOnceAsync(Job job, CancellationToken cancellation)
    {
        var folder = Path.GetDirectoryName(job.Local)!;
        // The same name each time: what an interrupted export left is replaced, not piled up.
        var temporary = Path.Combine(folder, $".{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(job.File.Name)))[..24]}.atrium-part");
        File.Delete(temporary);
        try
        {
            await using (var download = await files.OpenAsync(job.Remote, at, at is null ? job.File.Etag : null, cancellation))
            await using (var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.Asynchronous))
            {
                var received = await CopyAsync(download.Body, file, cancellation);
                if (job.File.Size is { } size && received != size)
                    throw new IOException($"{received} bytes came of {size}: run the export again.");
                File.SetLastWriteTimeUtc(file.SafeFileHandle, job.File.Modified.UtcDateTime);
                DurableFile.Sync(file.SafeFileHandle, temporary);
            }
            DurableFile.Rename(temporary, job.Local);
            written[folder] = true;
            return true;
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    private async Task<long> CopyAsync(Stream from, FileStream to, CancellationToken cancellation)
    {
        var buffer = System.Buffers.ArrayPool<byte>.Shared.Rent(128 * 1024);
        try
        {
            var total = 0L;
            int read;
            while ((read = await ReadAsync(from, buffer, cancellation)) > 0)
            {
                await to.WriteAsync(buffer.AsMemory(0, read), cancellation);
                tally.Move(read);
                total += read;
            }
            return total;
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
