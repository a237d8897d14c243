using System.Buffers;
using System.IO.Pipelines;
using Atrium.Protocols.Transport;

namespace Atrium.Protocols.Http.Wire;

/// <summary>The answers that are written where requests are read. They wait while more requests are there, so that many are one write.</summary>
internal sealed class HotOutput(PipeWriter output)
{
    /// <summary>Bytes of answers that wait: what a connection's output takes without waiting.</summary>
    private const long MaxUnsent = 64 * 1024;

    private long unsent;

    /// <summary>What of an answer is sent from where it lies, after what is in the output.</summary>
    private ReadOnlyMemory<byte> rest;

    /// <summary>Nothing waits.</summary>
    internal bool IsEmpty => unsent == 0;

    /// <summary>What waits must be sent before anything else is written.</summary>
    internal bool IsFull => unsent > MaxUnsent || rest.Length > 0;

    /// <summary>Writes an answer; not while <see cref="IsFull"/>.</summary>
    internal void Write(in HotAnswer answer, ReadOnlySpan<byte> date)
    {
        var length = answer.Head.Length + date.Length + answer.DoorFields.Length + 2;
        var body = answer.Body;
        var span = output.GetSpan(length);
        answer.Head.Span.CopyTo(span);
        date.CopyTo(span[answer.Head.Length..]);
        answer.DoorFields.Span.CopyTo(span[(answer.Head.Length + date.Length)..]);
        "\r\n"u8.CopyTo(span[(length - 2)..]);
        // A long body fills the block that its head is in, which is as long as a record of TLS; what is left then is not copied.
        var copied = Math.Min(body.Length, span.Length - length);
        if (body.Length - copied < BlockPool.BlockSize)
        {
            output.Advance(length);
            output.Write(body.Span);
        }
        else
        {
            body.Span[..copied].CopyTo(span[length..]);
            output.Advance(length + copied);
            rest = body[copied..];
        }
        unsent += length + body.Length;
    }

    /// <summary>Sends what waits.</summary>
    internal ValueTask<FlushResult> FlushAsync()
    {
        var flush = rest.Length > 0 ? output.WriteAsync(rest) : output.FlushAsync();
        (unsent, rest) = (0, default);
        return flush;
    }
}
