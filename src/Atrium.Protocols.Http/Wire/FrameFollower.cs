using System.Buffers;

namespace Atrium.Protocols.Http.Wire;

/// <summary>
/// Follows the frames of an HTTP/2 connection by their heads (RFC 9113, 4.1), in whatever pieces they come, and counts those that ask for work
/// and bring nothing: PING and SETTINGS, which must be answered, resets, priorities, frames of no known type, and frames of data or fields that
/// are empty and end nothing (10.5; CVE-2019-9512, -9515, -9518).
/// </summary>
internal sealed class FrameFollower
{
    private const int PrefaceBytes = 24, HeadBytes = 9;

    private const byte Data = 0, Headers = 1, Priority = 2, ResetStream = 3, Settings = 4, Ping = 6, WindowUpdate = 8, Continuation = 9;

    private const byte EndStream = 1, EndHeaders = 4, Ack = 1;

    private readonly byte[] head = new byte[HeadBytes];
    private int headFilled;
    private long skip = PrefaceBytes;

    /// <summary>Frames that brought nothing, since the beginning.</summary>
    internal long Idle { get; private set; }

    /// <summary>Takes in the next bytes.</summary>
    internal void Follow(ReadOnlySequence<byte> bytes)
    {
        foreach (var piece in bytes)
            Follow(piece.Span);
    }

    private void Follow(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            if (skip > 0)
            {
                var skipped = (int)Math.Min(skip, bytes.Length);
                skip -= skipped;
                bytes = bytes[skipped..];
                continue;
            }
            var taken = Math.Min(HeadBytes - headFilled, bytes.Length);
            bytes[..taken].CopyTo(head.AsSpan(headFilled));
            headFilled += taken;
            bytes = bytes[taken..];
            if (headFilled < HeadBytes)
                return;
            headFilled = 0;
            skip = head[0] << 16 | head[1] << 8 | head[2];
            if (BringsNothing(head[3], head[4], skip))
                Idle++;
        }
    }

    private static bool BringsNothing(byte type, byte flags, long length) => type switch
    {
        Data => length == 0 && (flags & EndStream) == 0,
        Headers or Continuation => length == 0 && (flags & EndHeaders) == 0,
        // Answers to what was asked here.
        Ping or Settings => (flags & Ack) == 0,
        Priority or ResetStream => true,
        // As many as there are bytes to send: a fast reader's, and they are not answered.
        WindowUpdate => false,
        _ => true,
    };
}
