using System.Buffers;

namespace Atrium.Core.Ports;

/// <summary>
/// The bytes of large files. The embedded one is a folder of files. What the disk refuses is a <see cref="StorageException"/>; a
/// store that can no longer be trusted trips the fail-stop before it throws.
/// </summary>
internal interface IBlobStore : IDisposable
{
    /// <summary>Begins a blob at a locator that was never used before.</summary>
    IBlobWriter Create();

    /// <summary>Opens a blob; null when it is missing.</summary>
    IBlobReader? Open(string locator);

    /// <summary>Removes a blob durably; what is not there is removed already.</summary>
    void Delete(string locator);

    /// <summary>All blobs that are in place, with the time they were written (UTC).</summary>
    IEnumerable<(string Locator, DateTimeOffset Written)> List();

    /// <summary>Bytes that are free where blobs are written.</summary>
    long FreeBytes { get; }
}

/// <summary>A blob that is being written. Disposing it before it is complete leaves nothing behind.</summary>
internal interface IBlobWriter : IAsyncDisposable
{
    /// <exception cref="StorageException">The disk is full, or broken.</exception>
    ValueTask WriteAsync(ReadOnlySequence<byte> bytes, CancellationToken cancellation);

    /// <summary>Returns the locator after the bytes and the name are on disk.</summary>
    ValueTask<string> CompleteAsync();
}

/// <summary>A blob that is being read; readable to its end even when it is deleted meanwhile.</summary>
internal interface IBlobReader : IDisposable
{
    long Length { get; }

    ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellation);
}
