using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Atrium.Protocols.Timing;
using Atrium.Protocols.Transport;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Atrium.Protocols.Http.Wire;

/// <summary>
/// The bytes of an HTTP/1.1 connection on their way to Kestrel. Each request is read here first: its head strictly, its body as far as its end
/// depends on it. What is sound is handed on as it lies in the transport's buffers, never more than one request at a time; what is not is
/// answered here, and the connection ends. Kestrel asks for the next head when it has answered the request before, and not earlier: what is
/// answered here, because it is ready, has the connection's output for itself, and cannot overtake.
/// </summary>
internal sealed class StrictInput : PipeReader, IDisposable
{
    /// <summary>For a client that is still sending what has been refused: closed at once, a reset would take the answer away from it.</summary>
    private static readonly TimeSpan LingerTime = TimeSpan.FromSeconds(1);

    private readonly PipeReader inner;
    private readonly PipeWriter output;
    private readonly HotOutput hot;
    private readonly ConnectionContext connection;
    private readonly IStrictInputHost host;
    private readonly HttpDoor door;
    private readonly HeadReader head = new();
    private readonly Deadline deadline;

    private IConnectionTimeoutFeature? kestrelsTimeout;
    private Part part;
    private ChunkedFraming? chunks;
    private long remaining, began;

    /// <summary>Bytes from the buffer's first on that are sound and not yet taken.</summary>
    private long sound;

    private ReadOnlySequence<byte> last;
    private SequencePosition soundEnd;
    private string? wrong;
    private volatile Wait wait;
    private volatile bool isExpired;

    internal StrictInput(ConnectionContext connection, IStrictInputHost host, HttpDoor door)
    {
        (this.connection, this.host, this.door) = (connection, host, door);
        (inner, output) = (connection.Transport.Input, connection.Transport.Output);
        hot = new HotOutput(output);
        deadline = host.Deadlines.Start(host.Limits.IdleTime, _ => Expire());
    }

    /// <summary>What comes next.</summary>
    private enum Part
    {
        Head,
        Content,
        Chunks,

        /// <summary>Another protocol (RFC 9110, 7.8): none of its bytes are HTTP's.</summary>
        Anything,

        /// <summary>Nothing: the connection ends.</summary>
        End,
    }

    /// <summary>What is waited for here. For the rest of a request Kestrel has its own patience.</summary>
    private enum Wait
    {
        Nothing,
        Request,
        RestOfHead,
        RestOfRefused,
        Reader,
    }

    /// <summary>What a look at more bytes has led to.</summary>
    private enum Looked
    {
        HandOn,
        NeedMore,
        Refuse,
    }

    /// <summary>From the next byte on another protocol is spoken: to be called before the client is told so.</summary>
    internal void PassEverything() => part = Part.Anything;

    public override bool TryRead(out ReadResult result)
    {
        // A head is waited for: its answer, where it is not sound, can take time.
        if ((part == Part.Head && sound == 0) || part == Part.End || !inner.TryRead(out var read))
        {
            result = default;
            return false;
        }
        return Look(read, out result, out _) == Looked.HandOn;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            return await NextAsync(cancellationToken);
        }
        finally
        {
            // What is answered here comes from memory. Whoever is behind may wait for a disk, for others, or hash a password.
            await TransportThread.LeaveAsync();
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<ReadResult> NextAsync(CancellationToken cancellationToken)
    {
        if (part == Part.Head && sound == 0)
        {
            // Kestrel would count from the last request that it has seen, to the first byte of one that it is not shown before it is whole.
            kestrelsTimeout ??= connection.Features.Get<IConnectionTimeoutFeature>();
            kestrelsTimeout?.CancelTimeout();
            WaitForRequest();
        }
        while (part != Part.End)
        {
            if (wrong is not null)
                throw new ChunkedFramingException(wrong);
            // What was answered here is sent when nothing more is there to be answered, so that many answers are one write.
            if (hot.IsEmpty || hot.IsFull || !inner.TryRead(out var read))
            {
                await SendAsync();
                read = await inner.ReadAsync(cancellationToken);
            }
            switch (Look(read, out var result, out var fault))
            {
                case Looked.HandOn:
                    await SendAsync();
                    return result;
                case Looked.Refuse:
                    await RefuseAsync(fault!);
                    break;
            }
        }
        // What was answered here before the client left, or before its time was up.
        await SendAsync();
        return new ReadResult(default, isCanceled: false, isCompleted: true);
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        if (part == Part.End)
            return;
        if (part != Part.Anything)
        {
            sound -= last.GetOffset(consumed) - last.GetOffset(last.Start);
            // It has all of the request and waits for more of it: then it has found another end than was found here.
            if (sound > 0 && part == Part.Head && examined.Equals(soundEnd))
                wrong = "The request does not end where it was found to end.";
        }
        last = default;
        inner.AdvanceTo(consumed, examined);
    }

    public override void CancelPendingRead() => inner.CancelPendingRead();

    public override void Complete(Exception? exception = null) => inner.Complete(exception);

    public override ValueTask CompleteAsync(Exception? exception = null) => inner.CompleteAsync(exception);

    /// <inheritdoc/>
    public void Dispose() => deadline.Dispose();

    private void WaitForRequest()
    {
        head.Reset();
        wait = Wait.Request;
        deadline.Renew(host.Limits.IdleTime);
    }

    /// <summary>Looks at what has come. The buffer is given back unless some of it is handed on.</summary>
    private Looked Look(ReadResult read, out ReadResult handed, out HeadFault? fault)
    {
        var buffer = read.Buffer;
        (handed, fault) = (read, null);
        if (part == Part.Anything)
            return HandOn(buffer);
        if (read.IsCanceled && isExpired)
        {
            isExpired = false;
            if (wait == Wait.Request)
                return EndHere(buffer);
            if (wait == Wait.RestOfHead)
                return Refuse(buffer, new HeadFault(408, $"The head of a request must be there within {host.Limits.HeadTime.TotalSeconds} seconds."), out fault);
            // What was waited for has come at the same moment.
            read = new ReadResult(buffer, isCanceled: false, read.IsCompleted);
        }
        var start = 0L;
        if (part == Part.Head && sound == 0)
        {
            if (read.IsCanceled)
            {
                handed = new ReadResult(buffer.Slice(0, 0), isCanceled: true, isCompleted: false);
                return HandOn(buffer);
            }
            began = host.Begin();
            if (ReadHead(buffer) is { } malformed)
                return Refuse(buffer, malformed, out fault);
            if (head.End == 0)
                return read.IsCompleted ? EndHere(buffer) : WaitForRest(buffer);
            if (TryAnswer(buffer))
            {
                inner.AdvanceTo(buffer.GetPosition(head.End));
                WaitForRequest();
                return Looked.NeedMore;
            }
            (wait, start) = (Wait.Nothing, head.Start);
            deadline.Pause();
            BeginBody();
            // As much of the body as came with the head is looked at before anybody answers the request.
            if (LookAtBody(buffer) is { } malformedBody)
                return Refuse(buffer, HeadFault.Malformed(malformedBody), out fault);
        }
        else if ((wrong = LookAtBody(buffer)) is not null)
        {
            // What is wrong stays wrong: nobody gets beyond it.
            inner.AdvanceTo(buffer.Start, buffer.End);
            throw new ChunkedFramingException(wrong);
        }
        var slice = buffer.Slice(start, sound - start);
        handed = new ReadResult(slice, read.IsCanceled, read.IsCompleted && sound == buffer.Length);
        soundEnd = slice.End;
        return HandOn(buffer);
    }

    private Looked HandOn(ReadOnlySequence<byte> buffer)
    {
        last = buffer;
        return Looked.HandOn;
    }

    /// <summary>The client has left, or never came back: nobody is told.</summary>
    private Looked EndHere(ReadOnlySequence<byte> buffer)
    {
        part = Part.End;
        inner.AdvanceTo(buffer.End);
        return Looked.NeedMore;
    }

    private Looked Refuse(ReadOnlySequence<byte> buffer, HeadFault why, out HeadFault? fault)
    {
        (part, fault) = (Part.End, why);
        inner.AdvanceTo(buffer.End);
        return Looked.Refuse;
    }

    private Looked WaitForRest(ReadOnlySequence<byte> buffer)
    {
        if (head.HasBegun && wait == Wait.Request)
        {
            wait = Wait.RestOfHead;
            deadline.Renew(host.Limits.HeadTime);
        }
        inner.AdvanceTo(buffer.Start, buffer.End);
        return Looked.NeedMore;
    }

    private HeadFault? ReadHead(ReadOnlySequence<byte> buffer)
    {
        var needsHost = door.Kind != HttpDoorKind.Local;
        if (buffer.IsSingleSegment)
            return head.Read(buffer.FirstSpan, host.Limits, needsHost);
        // Across blocks: laid side by side, as far as a head can reach.
        var limits = host.Limits;
        var length = (int)Math.Min(buffer.Length, limits.RequestLineBytes + limits.FieldBytes + 64L);
        var copy = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            buffer.Slice(0, length).CopyTo(copy);
            return head.Read(copy.AsSpan(0, length), limits, needsHost);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(copy);
        }
    }

    private void BeginBody()
    {
        sound = head.End;
        if (head.IsChunked)
            (part, chunks) = (Part.Chunks, new ChunkedFraming());
        else if (head.ContentLength > 0)
            (part, remaining) = (Part.Content, head.ContentLength);
    }

    /// <summary>Finds more of the body sound; null, or what is wrong with it.</summary>
    private string? LookAtBody(ReadOnlySequence<byte> buffer)
    {
        if (part == Part.Content)
        {
            var more = Math.Min(remaining, buffer.Length - sound);
            (sound, remaining) = (sound + more, remaining - more);
            if (remaining == 0)
                part = Part.Head;
        }
        else if (part == Part.Chunks)
        {
            foreach (var segment in buffer.Slice(sound))
            {
                if (chunks!.Look(segment.Span, out var taken) is { } malformed)
                    return malformed;
                sound += taken;
                if (chunks.HasEnded)
                {
                    (part, chunks) = (Part.Head, null);
                    break;
                }
            }
        }
        return null;
    }

    /// <summary>Writes the answer of a request itself, where it is ready. Nobody else is writing: Kestrel waits for a request.</summary>
    private bool TryAnswer(ReadOnlySequence<byte> buffer)
    {
        // Across two blocks it is seldom, and would have to be copied.
        if (buffer.FirstSpan.Length < head.End || host.Hot?.Find(connection, door, head, buffer.FirstSpan[..head.End]) is not { } answer)
            return false;
        hot.Write(answer, host.Date);
        host.Hot.Note(door, answer.Status, began);
        return true;
    }

    private ValueTask SendAsync()
    {
        if (hot.IsEmpty)
            return ValueTask.CompletedTask;
        var flush = hot.FlushAsync();
        if (!flush.IsCompletedSuccessfully)
            return WaitForReaderAsync(flush);
        _ = flush.Result;
        return ValueTask.CompletedTask;
    }

    /// <summary>Waits until a client takes its answers, but not for ever (ATTACKS 7).</summary>
    private async ValueTask WaitForReaderAsync(ValueTask<FlushResult> flush)
    {
        var before = wait;
        wait = Wait.Reader;
        deadline.Renew(HttpLimits.StallTime);
        await flush;
        wait = before;
        if (before == Wait.Nothing)
            deadline.Pause();
        else
            deadline.Renew(before == Wait.RestOfHead ? host.Limits.HeadTime : host.Limits.IdleTime);
    }

    /// <summary>Answers what is not sound, and gives the client the time to take the answer.</summary>
    private async ValueTask RefuseAsync(HeadFault fault)
    {
        host.NoteFault(connection, door, fault, began);
        FaultAnswer.Write(output, fault, head.IsHead, host.Now);
        wait = Wait.RestOfRefused;
        deadline.Renew(LingerTime);
        var flush = await output.FlushAsync();
        // Who sends too much is sending still, and so is who has a body under way.
        var mayGoOn = (fault.Status is 414 or 431 || head.IsChunked || head.ContentLength > 0) && !flush.IsCompleted;
        while (mayGoOn)
        {
            var read = await inner.ReadAsync();
            inner.AdvanceTo(read.Buffer.End);
            mayGoOn = !read.IsCompleted && !read.IsCanceled;
        }
        deadline.Pause();
    }

    private void Expire()
    {
        if (wait == Wait.Reader)
        {
            connection.Abort(new ConnectionAbortedException("The client has stopped reading."));
            return;
        }
        isExpired = true;
        if (wait == Wait.RestOfRefused)
            output.CancelPendingFlush();
        inner.CancelPendingRead();
    }
}
