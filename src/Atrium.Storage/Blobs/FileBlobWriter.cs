using System.Buffers;
using Atrium.Core.Durability;
using Atrium.Core.Ports;
using Microsoft.Win32.SafeHandles;

namespace Atrium.Storage.Blobs;

/// <summary>A blob that is being written: a temporary file, synced, renamed, its folder synced.</summary>
internal sealed class FileBlobWriter : IBlobWriter
{
    /// <summary>The disk begins to write while the upload goes on, so that the fsync at its end finds little left to do.</summary>
    private const long WriteBackStep = 8 * 1024 * 1024;

    private readonly FileBlobStore store;
    private readonly string locator;
    private readonly string path;
    private readonly SafeFileHandle file;
    private readonly List<ReadOnlyMemory<byte>> segments = [];
    private long written, askedToWriteBack;
    private bool isPlaced;

    internal FileBlobWriter(FileBlobStore store, string locator, string path)
    {
        (this.store, this.locator, this.path) = (store, locator, path);
        file = Guard(() => DurableFile.Create(path));
    }

    public ValueTask WriteAsync(ReadOnlySequence<byte> bytes, CancellationToken cancellation)
    {
        Guard(() =>
        {
            if (bytes.IsSingleSegment)
            {
                RandomAccess.Write(file, bytes.FirstSpan, written);
            }
            else
            {
                // One system call for all that the network has brought.
                segments.Clear();
                foreach (var segment in bytes)
                    segments.Add(segment);
                RandomAccess.Write(file, segments, written);
            }
            return 0;
        });
        written += bytes.Length;
        if (written - askedToWriteBack >= WriteBackStep)
        {
            DurableFile.BeginWriteBack(file, askedToWriteBack, written - askedToWriteBack);
            askedToWriteBack = written;
        }
        return default;
    }

    public ValueTask<string> CompleteAsync() => Guard(() =>
    {
        var began = BlobMetrics.Begin();
        DurableFile.Sync(file, path);
        store.Place(path, locator);
        isPlaced = true;
        store.Metrics.Written(written, began);
        return ValueTask.FromResult(locator);
    });

    public ValueTask DisposeAsync()
    {
        file.Dispose();
        if (!isPlaced)
        {
            try
            {
                File.Delete(path);
            }
            catch (IOException)
            {
                // Temporary files are removed at every start.
            }
        }
        return default;
    }

    private T Guard<T>(Func<T> step) => store.Guard("write an upload", step);
}
