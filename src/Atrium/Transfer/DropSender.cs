using System.Net;
using Atrium.Client;

namespace Atrium.Transfer;

/// <summary>Leaves files by a link, from where an earlier run was cut off.</summary>
internal sealed class DropSender(DropClient drop, Uri link, BegunDrops begun, TransferTally tally, TimeProvider clock)
{
    internal async Task RunAsync(IReadOnlyList<string> paths, CancellationToken cancellation)
    {
        foreach (var path in paths)
        {
            if (Directory.Exists(path))
                tally.Fail(path, "It is a folder, and a link takes files: pack it into one, or name its files.");
            else
                await SendAsync(path, cancellation);
        }
    }

    private async Task SendAsync(string path, CancellationToken cancellation)
    {
        try
        {
            var length = new FileInfo(path).Length;
            tally.Find(length);
            await Retry.WhileBusyAsync(() => Attempt.RunAsync(tally, attempt => SendOnceAsync(path, attempt, cancellation)), clock, cancellation);
            tally.Finish();
        }
        catch (AtriumRefusedException refused) when (!Retry.IsFatal(refused) && refused.Status is not (HttpStatusCode.NotFound or HttpStatusCode.Forbidden))
        {
            tally.Fail(path, refused.Message);
        }
        catch (Exception error) when (error is ChangedWhileReadException or UnauthorizedAccessException || (error is IOException && error is not ServerUnreachableException))
        {
            tally.Fail(path, error.Message);
        }
    }

    private async Task<UploadState> SendOnceAsync(string path, Attempt attempt, CancellationToken cancellation)
    {
        await using var file = new FileStream(
            path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, FileOptions.Asynchronous | FileOptions.SequentialScan);
        var (length, modified) = (file.Length, new DateTimeOffset(File.GetLastWriteTimeUtc(file.SafeFileHandle)));
        var key = begun.KeyOf(link, path, length, modified);
        var upload = BegunDrops.Find(key) is { } address ? await FindAsync(address, cancellation) : null;
        if (upload is null)
        {
            upload = await drop.BeginAsync(Path.GetFileName(path), length, modified, cancellation);
            if (!upload.IsFinished)
                begun.Keep(key, upload.Address);
        }
        var state = await ResumableFile.SendAsync(drop, upload, file, length, modified, attempt, cancellation);
        BegunDrops.Forget(key);
        return state;
    }

    private async Task<UploadState?> FindAsync(string address, CancellationToken cancellation)
    {
        try
        {
            return await drop.GetAsync(address, cancellation);
        }
        catch (AtriumRefusedException refused) when (refused.Status == HttpStatusCode.NotFound)
        {
            // Ended, or the link itself leads nowhere: beginning anew tells which.
            return null;
        }
    }
}
