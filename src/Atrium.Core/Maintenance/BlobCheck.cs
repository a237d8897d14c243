using System.Security.Cryptography;
using Atrium.Core.Ports;
using Atrium.Core.Repository;

namespace Atrium.Core.Maintenance;

/// <summary>Reads every blob and compares its length and its SHA-256; finds blobs and files that nothing refers to.</summary>
internal sealed class BlobCheck(Store store, CheckFindings findings)
{
    // Inline bytes of a page are in memory at once: at most some megabytes.
    private const int Page = 100;
    private const int BufferSize = 1024 * 1024;

    private readonly byte[] buffer = new byte[BufferSize];

    internal long Blobs { get; private set; }

    internal long Bytes { get; private set; }

    internal async ValueTask RunAsync(Action<long> report, CancellationToken cancellation)
    {
        for (var after = 0L; ;)
        {
            var page = await store.Catalog.ReadAsync(
                reader => reader.Blobs(after, Page).Select(blob => (Row: blob, Inline: blob.Locator is null ? reader.InlineBytes(blob.Id) : null,
                    IsReferenced: reader.IsBlobReferenced(blob.Id))).ToList(),
                cancellation);
            foreach (var (row, inline, isReferenced) in page)
            {
                await CheckBytesAsync(row, inline, cancellation);
                await CheckUseAsync(row, isReferenced, cancellation);
                Blobs++;
            }
            report(Blobs);
            if (page.Count < Page)
                break;
            after = page[^1].Row.Id;
        }
        await foreach (var orphan in BlobCollection.OrphansAsync(store, cancellation))
        {
            findings.Add(new CheckProblem(
                "orphan-file", orphan, "A file of bytes that nothing refers to takes room.", [], findings.IsRepairing && IsRemoved(orphan)));
        }
    }

    /// <summary>Reads only so many blobs, and of them no more than so many bytes.</summary>
    internal async ValueTask SampleAsync(long after, int blobs, long bytes, CancellationToken cancellation)
    {
        var sample = await store.Catalog.ReadAsync(
            reader => reader.Blobs(after, blobs).Select(blob => (blob.Id, Row: blob, IsReferenced: reader.IsBlobReferenced(blob.Id))).Where(blob => blob.IsReferenced).ToList(),
            cancellation);
        foreach (var (id, row, _) in sample)
        {
            if (Bytes + row.Size > bytes)
                continue;
            // One at a time: they are in memory, and the sample is no reason to hold many.
            var inline = row.Locator is null ? await store.Catalog.ReadAsync(reader => reader.InlineBytes(id), cancellation) : null;
            await CheckBytesAsync(row, inline, cancellation);
            Blobs++;
        }
    }

    private bool IsRemoved(string orphan)
    {
        try
        {
            store.Blobs.Delete(orphan);
            return true;
        }
        catch (StorageException)
        {
            return false; // the report says that it is still there
        }
    }

    private async ValueTask CheckBytesAsync(BlobRow row, byte[]? inline, CancellationToken cancellation)
    {
        var name = row.Locator ?? $"blob {row.Id} in the catalog";
        var damage = row.Locator is { } locator ? await ReadFileAsync(row, locator, cancellation) : Compare(row, inline);
        if (damage is null)
            return;
        // What nothing refers to is nobody's loss, and may have been collected between the page and now.
        var paths = await store.Catalog.ReadAsync(
            reader => reader.IsBlobReferenced(row.Id) ? NodePaths.OfBlob(reader, row.Id) : null, cancellation);
        if (paths is null)
            return;
        var kind = damage.Value.IsMissing ? "blob-missing" : "blob-damaged";
        if (findings.IsRepairing && await ReplaceAsync(row, cancellation))
            findings.Add(new CheckProblem(kind, name, $"{damage.Value.Words} The same bytes were stored another time, and took its place.", paths, true));
        else
            findings.Add(new CheckProblem(kind, name, $"{damage.Value.Words} These files are lost unless a backup has them. {WhatToDo(row)}", paths, false));
    }

    // Small contents are not looked for when they are stored, and so are not found again.
    private string WhatToDo(BlobRow row) => row.Size < StagedContent.MinShared
        ? "Store them again, or delete them."
        : findings.IsRepairing || row.IsSetApart
            ? "Store one of them again and run atrium check --repair once more, and all of them are whole; or delete them."
            : "Run atrium check --repair, then store them again, or delete them.";

    /// <summary>
    /// Lets good bytes take the place of damaged ones, where there are some. Where there are none, the next upload of them must
    /// not be answered with the damaged ones.
    /// </summary>
    private async ValueTask<bool> ReplaceAsync(BlobRow damaged, CancellationToken cancellation)
    {
        await CommitAsync(tx => tx.SetDomain(damaged.Id, damaged.DomainApart), cancellation);
        var (twin, inline) = await store.Catalog.ReadAsync(
            reader => reader.FindBlob(damaged.HomeDomain, damaged.Sha256, damaged.Size) is { } found ? (found, reader.InlineBytes(found.Id)) : default,
            cancellation);
        if (twin is null || (twin.Locator is { } locator ? await ReadFileAsync(twin, locator, cancellation) : Compare(twin, inline)) is not null)
            return false;
        return await CommitAsync(
            tx =>
            {
                if (tx.Blob(twin.Id) is not { CondemnedAt: null })
                    return;
                tx.ReplaceBlob(damaged.Id, twin.Id);
                tx.CondemnBlob(damaged.Id, tx.Now);
            },
            cancellation);
    }

    private async ValueTask<bool> CommitAsync(Action<ICatalogTransaction> mend, CancellationToken cancellation)
        => (await store.Catalog.CommitAsync<Done>(
            findings.Caller,
            tx =>
            {
                mend(tx);
                return default(Done);
            },
            cancellation)).Refused is null;

    private async ValueTask<(bool IsMissing, string Words)?> ReadFileAsync(BlobRow row, string locator, CancellationToken cancellation)
    {
        using var file = store.Blobs.Open(locator);
        if (file is null)
            return (true, "The bytes are not there.");
        if (file.Length != row.Size)
            return (false, $"There are {file.Length} bytes where {row.Size} were written.");
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        try
        {
            for (var offset = 0L; offset < row.Size;)
            {
                var read = await file.ReadAsync(offset, buffer, cancellation);
                if (read == 0)
                    return (false, $"The bytes end after {offset} of {row.Size}.");
                hash.AppendData(buffer, 0, read);
                offset += read;
            }
        }
        catch (IOException unreadable)
        {
            return (false, $"The disk cannot read the bytes: {unreadable.Message}.");
        }
        Bytes += row.Size;
        return hash.GetHashAndReset().AsSpan().SequenceEqual(row.Sha256) ? null : (false, "The bytes are not the ones that were written (SHA-256 differs).");
    }

    private (bool IsMissing, string Words)? Compare(BlobRow row, byte[]? inline)
    {
        if (inline is null)
            return (true, "The bytes are not there.");
        Bytes += inline.Length;
        return inline.Length == row.Size && SHA256.HashData(inline).AsSpan().SequenceEqual(row.Sha256)
            ? null
            : (false, "The bytes are not the ones that were written (SHA-256 differs).");
    }

    private async ValueTask CheckUseAsync(BlobRow row, bool isReferenced, CancellationToken cancellation)
    {
        if (isReferenced == (row.CondemnedAt is null))
            return;
        var problem = new CheckProblem(
            "reference", row.Locator ?? $"blob {row.Id}",
            isReferenced ? "The blob is in use, and marked to be removed." : "The blob is not in use, and not marked to be removed.", [], false);
        await findings.AddAsync(
            problem, tx => tx.CondemnBlob(row.Id, tx.IsBlobReferenced(row.Id) ? null : tx.Now), cancellation);
    }
}
