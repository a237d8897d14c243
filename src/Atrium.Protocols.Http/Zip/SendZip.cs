using System.IO.Hashing;
using System.IO.Pipelines;
using Atrium.Core;
using Atrium.Core.Access;
using Atrium.Core.Repository;
using Atrium.Protocols.Http.Dispatch;
using Atrium.Protocols.Http.Files;

namespace Atrium.Protocols.Http.Zip;

/// <summary>
/// Answers with a folder as a zip, of one moment, in constant memory: four bytes for each file, its checksum, which the list at the end
/// names again. The tree is walked three times: for the length, so that a browser can show how far it is, for the contents, and for the list.
/// </summary>
internal static class SendZip
{
    /// <summary>Bytes that may gather before they are flushed.</summary>
    private const int FlushAt = 64 * 1024;

    internal static async ValueTask<Refused?> GetAsync(Exchange exchange, FolderContent folder)
    {
        var (length, _, _) = await MeasureAsync(folder, exchange.Aborted);
        var response = exchange.Response;
        response.ContentType = "application/zip";
        response.ContentLength = length;
        response.Headers.ContentDisposition = "attachment" + FileFields.FileName(folder.Folder.Name + ".zip");
        response.Headers.CacheControl = "private, no-store";
        response.Headers.AcceptRanges = "none";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers.LastModified = Microsoft.Net.Http.Headers.HeaderUtilities.FormatDate(folder.Folder.Modified);
        if (exchange.IsHead)
            return null;
        var output = new CheckedOutput(exchange.Body);
        using var transfer = exchange.BeginDownload(folder.Folder.Path, length, () => output.Length);
        await WriteAsync(folder, output, exchange.Aborted);
        // What is shorter than was said must not look whole. Kestrel ends the connection.
        return null;
    }

    /// <summary>How long the zip will be.</summary>
    internal static async ValueTask<(long Length, long Count, long ListLength)> MeasureAsync(FolderContent folder, CancellationToken cancellation)
    {
        long offset = 0, list = 0, count = 0;
        await foreach (var (_, entry) in EntriesAsync(folder, cancellation))
        {
            list += ZipFormat.CentralLengthOf(entry, offset);
            offset += ZipFormat.LengthOf(entry);
            count++;
        }
        return (offset + list + ZipFormat.EndLength(count, offset, list), count, list);
    }

    /// <summary>Writes it.</summary>
    /// <exception cref="AccessEndedException">The caller may not read all of it any more.</exception>
    internal static async ValueTask WriteAsync(FolderContent folder, PipeWriter output, CancellationToken cancellation)
    {
        var sums = new List<uint>();
        var offset = 0L;
        await foreach (var (file, entry) in EntriesAsync(folder, cancellation))
        {
            sums.Add(entry.IsFolder ? WriteFolder(output, entry) : await WriteFileAsync(folder, file, entry, output, cancellation));
            offset += ZipFormat.LengthOf(entry);
            if (output.CanGetUnflushedBytes && output.UnflushedBytes < FlushAt)
                continue;
            if ((await output.FlushAsync(cancellation)).IsCompleted)
                return;
        }
        long at = 0, list = 0;
        var count = 0;
        await foreach (var (_, entry) in EntriesAsync(folder, cancellation))
        {
            // Another tree than a moment ago: the caller has lost rights, and a list that names other files than there are is none.
            if (count == sums.Count)
                throw new AccessEndedException();
            ZipFormat.WriteCentral(output, entry, sums[count++], at);
            list += ZipFormat.CentralLengthOf(entry, at);
            at += ZipFormat.LengthOf(entry);
            if (count % 500 == 0 && (await output.FlushAsync(cancellation)).IsCompleted)
                return;
        }
        if (count != sums.Count || at != offset)
            throw new AccessEndedException();
        ZipFormat.WriteEnd(output, count, offset, list);
        await output.FlushAsync(cancellation);
    }

    private static uint WriteFolder(PipeWriter output, ZipEntry entry)
    {
        ZipFormat.WriteLocal(output, entry, 0);
        return 0;
    }

    private static async ValueTask<uint> WriteFileAsync(FolderContent folder, FileEntry file, ZipEntry entry, PipeWriter output, CancellationToken cancellation)
    {
        if (!(await folder.OpenAsync(file, cancellation)).Try(out var content, out _))
            throw new AccessEndedException();
        await using (content)
        {
            if (!entry.HasDescriptor)
            {
                var bytes = await content.ReadAllAsync(cancellation);
                var crc = Crc32.HashToUInt32(bytes.Span);
                ZipFormat.WriteLocal(output, entry, crc);
                await output.WriteAsync(bytes, cancellation);
                return crc;
            }
            ZipFormat.WriteLocal(output, entry, 0);
            var through = new CheckedOutput(output);
            await content.CopyToAsync(through, 0, content.Length, cancellation);
            if (through.Length != entry.Size)
                throw new OperationCanceledException("Whoever reads the zip has gone.", cancellation);
            ZipFormat.WriteDescriptor(output, entry, through.Crc);
            return through.Crc;
        }
    }

    // All stand in a folder of the same name, so that unpacking scatters nothing.
    private static async IAsyncEnumerable<(FileEntry File, ZipEntry Entry)> EntriesAsync(
        FolderContent folder, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        var top = folder.Folder;
        var above = top.Path.Depth - 1;
        yield return (top, new ZipEntry(ZipEntry.NameOf([top.Name], isFolder: true), 0, top.Modified));
        await foreach (var entry in folder.ReadAsync(cancellation))
        {
            var isFolder = entry.Kind == NodeKind.Folder;
            yield return (entry, new ZipEntry(ZipEntry.NameOf(entry.Path.Names.Skip(above), isFolder), isFolder ? 0 : entry.Size ?? 0, entry.Modified));
        }
    }
}
