using System.Security.Cryptography;
using System.Text;
using Atrium.Core.Durability;

namespace Atrium.Transfer;

/// <summary>
/// A file on its way here: it has another name until it is whole and on disk. Of a large one that was cut off, what came stays, and
/// the next run goes on from there, if the server still has the same content.
/// </summary>
internal sealed class PartFile : IAsyncDisposable
{
    internal const string Ending = ".atrium-part";

    /// <summary>Less than this is fetched again sooner than it is looked at.</summary>
    internal const long MinKept = 1024 * 1024;

    private const int Step = 128 * 1024;

    private readonly string path;
    private readonly string mark;
    private readonly FileStream file;
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private bool isMarked, isWhole;

    private PartFile(string path, string mark, FileStream file) => (this.path, this.mark, this.file) = (path, mark, file);

    /// <summary>Bytes that are here.</summary>
    internal long Length { get; private set; }

    /// <summary>Opens what is here of a file, or begins it.</summary>
    /// <param name="target">The name that it will have.</param>
    /// <param name="etag">Which content; null where the server does not tell, so that nothing can be gone on with.</param>
    /// <param name="cancellation">Ends the reading of what is here.</param>
    internal static async Task<PartFile> OpenAsync(string target, string? etag, CancellationToken cancellation)
    {
        // The same name each time: what an interrupted transfer left is gone on with or replaced, not piled up.
        var path = Path.Combine(Path.GetDirectoryName(target)!, $".{Hash(Path.GetFileName(target))}{Ending}");
        var mark = path + "-of";
        var goesOn = etag is not null && File.Exists(mark) && await File.ReadAllTextAsync(mark, cancellation) == etag;
        if (!goesOn)
        {
            File.Delete(path);
            File.Delete(mark);
        }
        var file = new FileStream(path, goesOn ? FileMode.OpenOrCreate : FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, bufferSize: 0, FileOptions.Asynchronous);
        var part = new PartFile(path, mark, file) { ETag = etag, isMarked = goesOn };
        if (goesOn)
            await part.HashAsync(cancellation);
        return part;
    }

    private string? ETag { get; init; }

    /// <summary>Begins anew: what is here is of no use.</summary>
    internal void Clear()
    {
        file.SetLength(0);
        Length = 0;
        _ = hash.GetHashAndReset();
    }

    internal async ValueTask AppendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        await file.WriteAsync(bytes, cancellation);
        hash.AppendData(bytes.Span);
        Length += bytes.Length;
        // Now, not at the end: who is killed has no time for it.
        if (ETag is not null && !isMarked && Length >= MinKept)
        {
            await File.WriteAllTextAsync(mark, ETag, cancellation);
            isMarked = true;
        }
    }

    /// <summary>Lets the file have its name, when it is on disk.</summary>
    /// <exception cref="IOException">The bytes are not those of the entity tag.</exception>
    internal void Complete(string target, DateTimeOffset modified)
    {
        // An entity tag of this form is the hash (docs/http.md): what a power cut did to the first part of the file is seen here.
        if (ETag is { Length: 2 * SHA256.HashSizeInBytes } && ETag.All(char.IsAsciiHexDigitLower) && Convert.ToHexStringLower(hash.GetHashAndReset()) != ETag)
        {
            Clear();
            throw new IOException("The bytes that are here are not those of the server: it is fetched anew when the command is run again.");
        }
        File.SetLastWriteTimeUtc(file.SafeFileHandle, modified.UtcDateTime);
        DurableFile.Sync(file.SafeFileHandle, path);
        DurableFile.Rename(path, target);
        isWhole = true;
        File.Delete(mark);
    }

    public async ValueTask DisposeAsync()
    {
        hash.Dispose();
        await file.DisposeAsync();
        if (isWhole || (isMarked && Length >= MinKept))
            return;
        File.Delete(path);
        File.Delete(mark);
    }

    private async ValueTask HashAsync(CancellationToken cancellation)
    {
        var buffer = new byte[Step];
        int read;
        while ((read = await file.ReadAsync(buffer, cancellation)) > 0)
        {
            hash.AppendData(buffer.AsSpan(0, read));
            Length += read;
        }
    }

    private static string Hash(string name) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..24];
}
