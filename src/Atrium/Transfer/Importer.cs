using System.Net;
using System.Threading.Channels;
using Atrium.Api;
using Atrium.Client;
using Atrium.CommandLine;
using Atrium.Core.Repository;
using Atrium.Unix;

namespace Atrium.Transfer;

/// <summary>Brings local files and folders into the tree. What is there with the same size and time of modification is left alone, so it can be run again.</summary>
internal sealed class Importer(AtriumClient client, TransferTally tally, TimeProvider clock)
{
    private readonly FilesClient files = client.Files;
    private readonly SmallFiles small = new(client.Files, tally, clock);
    private readonly LargeFiles large = new(client.Uploads);

    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = 0, IgnoreInaccessible = false, ReturnSpecialDirectories = false };

    private sealed record Folder(string Local, string Remote, bool IsThere);

    /// <summary>Brings what is named to the places that are named; a folder's content goes into the folder.</summary>
    internal Task RunAsync(IReadOnlyList<TransferPair> pairs, CancellationToken cancellation)
        => WorkCrew.RunAsync<IReadOnlyList<ImportJob>>(
            async (jobs, stop) =>
            {
                foreach (var pair in pairs)
                {
                    if (Directory.Exists(pair.Local))
                        await StartFolderAsync(pair, jobs, stop);
                    else
                        await StartFileAsync(pair, jobs, stop);
                }
                if (small.TakeRest() is { Count: > 0 } rest)
                    await jobs.WriteAsync(rest, stop);
            },
            WorkAsync,
            cancellation);

    private async Task WorkAsync(IReadOnlyList<ImportJob> jobs, CancellationToken cancellation)
    {
        if (jobs is [var only])
        {
            await (only.Kind == FileKind.Folder ? MakeFolderAsync(only, cancellation) : UploadAsync(only, cancellation));
            return;
        }
        foreach (var alone in await small.UploadAsync(jobs, cancellation))
            await UploadAsync(alone, cancellation);
    }

    private async Task StartFolderAsync(TransferPair pair, ChannelWriter<IReadOnlyList<ImportJob>> jobs, CancellationToken cancellation)
    {
        var isThere = await IsThereAsync(pair.Remote, cancellation);
        if (!isThere)
            await MakeTopAsync(pair.Remote, cancellation);
        await WalkAsync(new Folder(pair.Local, pair.Remote, isThere), jobs, cancellation);
    }

    private async Task StartFileAsync(TransferPair pair, ChannelWriter<IReadOnlyList<ImportJob>> jobs, CancellationToken cancellation)
    {
        // It was named by whoever wants it: a link stands for what it leads to.
        var path = File.ResolveLinkTarget(pair.Local, returnFinalTarget: true)?.FullName ?? pair.Local;
        if (Look(path, new HashSet<string>(StringComparer.Ordinal)) is not var (facts, _))
            return;
        var known = await StatAsync(pair.Remote, cancellation);
        if (known is { Kind: "folder" })
            tally.Fail(path, $"{pair.Remote} is a folder on the server: to put it in there, end the path with a slash.");
        else
            await OfferAsync(new ImportJob(FileKind.File, path, pair.Remote), facts, known, jobs, cancellation);
    }

    private async Task<FileRecord?> StatAsync(string remote, CancellationToken cancellation)
    {
        try
        {
            return await files.StatAsync(remote, null, cancellation);
        }
        catch (AtriumRefusedException refused) when (refused.Status == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    private async Task<bool> IsThereAsync(string remote, CancellationToken cancellation)
    {
        try
        {
            await files.ListPageAsync(remote, null, null, 1, cancellation);
            return true;
        }
        catch (AtriumRefusedException refused) when (refused.Status == HttpStatusCode.NotFound)
        {
            return false;
        }
    }

    private async Task MakeTopAsync(string remote, CancellationToken cancellation)
    {
        try
        {
            await files.MakeFolderAsync(remote, cancellation);
        }
        catch (AtriumRefusedException refused) when (refused.Status == HttpStatusCode.NotFound)
        {
            var space = string.Join('/', remote.Split('/').Take(3));
            throw new CommandFailedException($"The space {space} is not there. Make it with: atrium space add {space} - or import into another one (atrium space list).");
        }
    }

    private async Task WalkAsync(Folder top, ChannelWriter<IReadOnlyList<ImportJob>> jobs, CancellationToken cancellation)
    {
        var folders = new Stack<Folder>([top]);
        while (folders.TryPop(out var folder))
        {
            var there = folder.IsThere ? await ReadRemoteAsync(folder.Remote, cancellation) : [];
            if (ReadLocal(folder.Local) is not { } paths)
                continue;
            var seen = new HashSet<string>(StringComparer.Ordinal);
            var isEmpty = true;
            foreach (var path in paths)
            {
                if (Look(path, seen) is not var (facts, name))
                    continue;
                isEmpty = false;
                there.TryGetValue(name, out var known);
                var remote = RemotePath.Combine(folder.Remote, name);
                if (known is not null && (known.Kind == "folder") != (facts.Kind == FileKind.Folder))
                    tally.Fail(path, $"{remote} is a {known.Kind} on the server: rename one of the two.");
                else if (facts.Kind == FileKind.Folder)
                    folders.Push(new Folder(path, remote, known is not null));
                else
                    await OfferAsync(new ImportJob(FileKind.File, path, remote), facts, known, jobs, cancellation);
            }
            if (isEmpty && !folder.IsThere)
                await jobs.WriteAsync([new ImportJob(FileKind.Folder, folder.Local, folder.Remote)], cancellation);
        }
    }

    private async ValueTask OfferAsync(
        ImportJob job, FileFacts facts, FileRecord? known, ChannelWriter<IReadOnlyList<ImportJob>> jobs, CancellationToken cancellation)
    {
        if (known is not null && known.Size == facts.Size && known.Modified == facts.Modified)
        {
            tally.Skip();
            return;
        }
        tally.Find(facts.Size);
        if (small.Take(job, facts.Size) is { Count: > 0 } ready)
            await jobs.WriteAsync(ready, cancellation);
    }

    private async Task<Dictionary<string, FileRecord>> ReadRemoteAsync(string remote, CancellationToken cancellation)
    {
        var entries = new Dictionary<string, FileRecord>(StringComparer.Ordinal);
        await foreach (var entry in files.ListAsync(remote, null, cancellation))
            entries[entry.Name] = entry;
        return entries;
    }

    private List<string>? ReadLocal(string folder)
    {
        try
        {
            return [.. Directory.EnumerateFileSystemEntries(folder, "*", Everything)];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            tally.Fail(folder, $"It cannot be read: {error.Message}");
            return null;
        }
    }

    /// <summary>What a local name stands for and is called in the tree; null when it was reported as a problem.</summary>
    private (FileFacts Facts, string Name)? Look(string path, HashSet<string> seen)
    {
        var name = Path.GetFileName(path);
        if (FileFacts.Of(path) is not { } facts)
        {
            tally.Fail(path, name.Contains('\uFFFD', StringComparison.Ordinal) ? "Its name is not UTF-8: rename it." : "It vanished, or this user may not see it.");
            return null;
        }
        var reason = facts.Kind switch
        {
            FileKind.Link => "It is a symbolic link: import what it points to by itself.",
            FileKind.Special => "It is a pipe, a socket or a device, not data.",
            _ => null,
        };
        if (!NodePath.CheckName(name).Try(out var normal, out var refused))
            reason ??= refused.Detail;
        else if (reason is null && !seen.Add(normal))
            reason = "Another name in this folder is the same text, written with other code points (NFC): rename one of the two.";
        if (reason is null)
            return (facts, normal!);
        tally.Fail(path, reason);
        return null;
    }

    private async Task MakeFolderAsync(ImportJob job, CancellationToken cancellation)
    {
        try
        {
            await Retry.WhileBusyAsync(() => MakeAsync(job.Remote, cancellation), clock, cancellation);
            tally.MakeFolder();
        }
        catch (AtriumRefusedException refused) when (!Retry.IsFatal(refused))
        {
            tally.Fail(job.Local, refused.Message);
        }
    }

    private async Task<bool> MakeAsync(string remote, CancellationToken cancellation)
    {
        await files.MakeFolderAsync(remote, cancellation);
        return true;
    }

    private async Task UploadAsync(ImportJob job, CancellationToken cancellation)
    {
        try
        {
            await Retry.WhileBusyAsync(() => Attempt.RunAsync(tally, attempt => UploadOnceAsync(job, attempt, cancellation)), clock, cancellation);
            tally.Finish();
        }
        catch (AtriumRefusedException refused) when (!Retry.IsFatal(refused))
        {
            tally.Fail(job.Local, refused.Message);
        }
        catch (Exception error) when (error is ChangedWhileReadException or UnauthorizedAccessException || (error is IOException && error is not ServerUnreachableException))
        {
            tally.Fail(job.Local, error.Message);
        }
    }

    private async Task<string?> UploadOnceAsync(ImportJob job, Attempt attempt, CancellationToken cancellation)
    {
        await using var file = new FileStream(
            job.Local, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, FileOptions.Asynchronous | FileOptions.SequentialScan);
        var (length, modified) = (file.Length, File.GetLastWriteTimeUtc(file.SafeFileHandle));
        if (length >= LargeFiles.MinBytes)
            return await large.UploadAsync(job, file, length, new DateTimeOffset(modified), attempt, cancellation);
        var body = new MeasuredStream(file, length, attempt.Move);
        string? stored;
        try
        {
            stored = await files.StoreAsync(new Upload(job.Remote, body, length, new DateTimeOffset(modified)), cancellation);
        }
        catch (ServerUnreachableException) when (body.EndedEarly)
        {
            throw new ChangedWhileReadException();
        }
        // It carries the old time of modification: the next import sees that it differs.
        return file.Length == length && File.GetLastWriteTimeUtc(file.SafeFileHandle) == modified ? stored : throw new ChangedWhileReadException();
    }
}
