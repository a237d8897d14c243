using System.IO.Hashing;
using System.IO.Pipelines;

namespace Atrium.Protocols.Http.Zip;

/// <summary>Counts what goes through, and its CRC-32.</summary>
internal sealed class CheckedOutput(PipeWriter inner) : PipeWriter
{
    private readonly Crc32 crc = new();
    private Memory<byte> given;

    internal long Length { get; private set; }

    internal uint Crc => crc.GetCurrentHashAsUInt32();

    public override Memory<byte> GetMemory(int sizeHint = 0) => given = inner.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public override void Advance(int bytes)
    {
        crc.Append(given.Span[..bytes]);
        Length += bytes;
        inner.Advance(bytes);
    }

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) => inner.FlushAsync(cancellationToken);

    public override void CancelPendingFlush() => inner.CancelPendingFlush();

    public override void Complete(Exception? exception = null) => inner.Complete(exception);
}
