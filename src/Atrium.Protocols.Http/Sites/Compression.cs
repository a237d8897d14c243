using System.Buffers;
using System.IO.Compression;
using System.Threading.Channels;

namespace Atrium.Protocols.Http.Sites;

/// <summary>Makes the compressed forms of what sites serve: once, one after the other, beside the requests.</summary>
internal sealed class Compression
{
    /// <summary>Less fits in one packet with its head, whatever is done to it.</summary>
    internal const int MinBytes = 1024;

    /// <summary>Waiting; what does not fit is compressed when it is asked for again after it was let go.</summary>
    private const int MaxWaiting = 4096;

    /// <summary>The slowest setting of Brotli takes seconds for a megabyte, and gains a few percent over the one before.</summary>
    private const int BestUpTo = 128 * 1024;

    private const int BrotliBest = 11, BrotliGood = 9, BrotliWindow = 22;

    /// <summary>The last that takes milliseconds and not seconds.</summary>
    private const int ZstandardLevel = 15;

    private readonly SiteMemory memory;
    private readonly Channel<SiteResource> waiting = Channel.CreateBounded<SiteResource>(
        new BoundedChannelOptions(MaxWaiting) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    internal Compression(SiteMemory memory, CancellationToken stopping)
    {
        this.memory = memory;
        _ = Task.Run(() => RunAsync(stopping), CancellationToken.None);
    }

    /// <summary>Types that become smaller; images, films and archives are compressed already.</summary>
    internal static bool IsCompressible(string? mediaType)
    {
        var type = mediaType.AsSpan();
        var semicolon = type.IndexOf(';');
        if (semicolon >= 0)
            type = type[..semicolon];
        type = type.Trim();
        return type.StartsWith("text/", StringComparison.OrdinalIgnoreCase)
            || type.EndsWith("+xml", StringComparison.OrdinalIgnoreCase)
            || type.EndsWith("+json", StringComparison.OrdinalIgnoreCase)
            || type.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            || type.Equals("application/xml", StringComparison.OrdinalIgnoreCase)
            || type.Equals("application/javascript", StringComparison.OrdinalIgnoreCase)
            || type.Equals("application/wasm", StringComparison.OrdinalIgnoreCase)
            || type.Equals("application/yaml", StringComparison.OrdinalIgnoreCase)
            || type.Equals("application/rtf", StringComparison.OrdinalIgnoreCase)
            || type.Equals("font/ttf", StringComparison.OrdinalIgnoreCase)
            || type.Equals("font/otf", StringComparison.OrdinalIgnoreCase)
            || type.Equals("image/bmp", StringComparison.OrdinalIgnoreCase)
            || type.Equals("image/vnd.microsoft.icon", StringComparison.OrdinalIgnoreCase);
    }

    internal void Ask(SiteResource resource) => waiting.Writer.TryWrite(resource);

    private async Task RunAsync(CancellationToken stopping)
    {
        try
        {
            await foreach (var resource in waiting.Reader.ReadAllAsync(stopping))
            {
                foreach (var coding in new[] { ContentCoding.Gzip, ContentCoding.Brotli, ContentCoding.Zstandard })
                {
                    if (resource.Plain is { } plain)
                        Make(resource, plain, coding);
                }
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The server stops.
        }
    }

    private void Make(SiteResource resource, SiteFile plain, int coding)
    {
        var made = Compress(plain.Body.Span, coding);
        // A twentieth saved is not worth another form of the same.
        if (made.Length > plain.Length - plain.Length / 20)
            return;
        var file = SiteFile.Of(plain.Entry, coding, varies: true, made, plain.Own);
        if (resource.TryAdd(coding, file))
            memory.Grow(file.Length);
    }

    internal static byte[] Compress(ReadOnlySpan<byte> bytes, int coding)
    {
        switch (coding)
        {
            case ContentCoding.Brotli:
            {
                var target = ArrayPool<byte>.Shared.Rent(BrotliEncoder.GetMaxCompressedLength(bytes.Length));
                try
                {
                    var quality = bytes.Length <= BestUpTo ? BrotliBest : BrotliGood;
                    return BrotliEncoder.TryCompress(bytes, target, out var written, quality, BrotliWindow)
                        ? target.AsSpan(0, written).ToArray()
                        : bytes.ToArray();
                }
                finally
                {
                    ArrayPool<byte>.Shared.Return(target);
                }
            }
            case ContentCoding.Zstandard:
            {
                using var compressor = new ZstdSharp.Compressor(ZstandardLevel);
                return compressor.Wrap(bytes).ToArray();
            }
            case ContentCoding.Gzip:
            {
                using var target = new MemoryStream();
                using (var gzip = new GZipStream(target, CompressionLevel.SmallestSize, leaveOpen: true))
                    gzip.Write(bytes);
                return target.ToArray();
            }
            default:
                throw new ArgumentOutOfRangeException(nameof(coding));
        }
    }
}
