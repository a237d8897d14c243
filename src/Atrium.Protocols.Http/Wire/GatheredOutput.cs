using System.Buffers;
using System.IO.Pipelines;
using Atrium.Protocols.Tls;
using Atrium.Protocols.Transport;

namespace Atrium.Protocols.Http.Wire;

/// <summary>
/// What an HTTP/2 connection sends. Kestrel flushes the frames of each stream by themselves; here they are gathered while others are still
/// being sent, so that the answers of many streams are one TLS record and one system call.
/// </summary>
internal sealed class GatheredOutput
{
    /// <summary>Bytes that wait before the writer does: as many as the transport behind takes.</summary>
    private const int MostWaiting = 64 * 1024;

    private readonly Pipe pipe;
    private readonly PipeWriter output;
    private readonly RecordOutput? records;
    private readonly FrameCut cut = new();

    /// <param name="output">Where to.</param>
    /// <param name="records">What is behind TLS there; null without TLS.</param>
    /// <param name="blocks">What the connection's memory comes from.</param>
    internal GatheredOutput(PipeWriter output, RecordOutput? records, MemoryPool<byte>? blocks)
    {
        (this.output, this.records) = (output, records);
        pipe = new Pipe(new PipeOptions(
            blocks, readerScheduler: PipeScheduler.ThreadPool, writerScheduler: PipeScheduler.ThreadPool, MostWaiting, MostWaiting / 2,
            BlockPool.BlockSize, useSynchronizationContext: false));
    }

    /// <summary>Written as the connection's output.</summary>
    internal PipeWriter Writer => pipe.Writer;

    /// <summary>Sends until the writer is complete, or nobody takes it any more.</summary>
    internal async Task RunAsync()
    {
        try
        {
            while (true)
            {
                var read = await pipe.Reader.ReadAsync();
                var isTaken = await WriteAsync(read.Buffer);
                pipe.Reader.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted || !isTaken)
                    break;
            }
        }
        catch (Exception gone) when (gone is IOException or ObjectDisposedException or InvalidOperationException or OperationCanceledException)
        {
            // The client has left, or was shown out: the writer learns it by the end of the pipe.
        }
        finally
        {
            await pipe.Reader.CompleteAsync();
        }
    }

    // False when nobody takes it any more.
    private async ValueTask<bool> WriteAsync(ReadOnlySequence<byte> bytes)
    {
        var left = bytes.Length;
        foreach (var block in bytes)
        {
            for (var rest = block; rest.Length > 0;)
            {
                var together = cut.Next(rest.Span);
                left -= together;
                records?.IsMoreComing = left > 0;
                if ((await output.WriteAsync(rest[..together])).IsCompleted)
                    return false;
                rest = rest[together..];
            }
        }
        return true;
    }
}
