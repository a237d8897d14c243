using System.IO.Pipelines;

namespace Atrium.Core.Repository;

/// <summary>The bytes of one version of a file, which stay readable while this is open.</summary>
public sealed class FileContent : IAsyncDisposable
{
    /// <summary>What is read.</summary>
    public FileEntry Entry => throw new NotImplementedException();

    /// <summary>Bytes.</summary>
    public long Length => throw new NotImplementedException();

    /// <summary>Writes a range of the content; flushes as it goes, and holds no more than one buffer.</summary>
    public ValueTask CopyToAsync(PipeWriter destination, long offset, long length, CancellationToken cancellation) => throw new NotImplementedException();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => throw new NotImplementedException();
}
