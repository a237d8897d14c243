namespace Atrium.Protocols.Http.Wire;

/// <summary>
/// The framing of a chunked body (RFC 9112, 7.1), a pure parser that looks at each byte once and keeps none. It takes what the
/// grammar allows and nothing else: where two servers read a chunk's head differently, requests are smuggled (ATTACKS 2 and 5).
/// </summary>
internal sealed class ChunkedFraming
{
    /// <summary>The largest chunk that Kestrel counts, in an int. Clients send some KiB, at most some MiB.</summary>
    private const long MaxChunkBytes = int.MaxValue;

    /// <summary>More digits than the largest chunk has, for senders that pad with zeros: what Kestrel takes.</summary>
    private const int MaxSizeDigits = 8;

    /// <summary>Extensions of one chunk (RFC 9112, 7.1.1 asks for a limit): signatures of chunks take about 90 bytes.</summary>
    private const int MaxExtensionBytes = 1024;

    /// <summary>All trailers together: those that are in use are digests and signatures.</summary>
    private const int MaxTrailerBytes = 8 * 1024;

    private readonly TrailerField trailer = new();
    private State state = State.Size;
    private long size;
    private int count, trailerBytes;

    private enum State
    {
        Size,
        ExtensionStart,
        ExtensionName,
        ExtensionValue,
        ExtensionToken,
        ExtensionQuoted,
        ExtensionEscaped,
        ExtensionEnd,
        SizeEnd,
        Data,
        DataReturn,
        DataEnd,
        TrailerStart,
        Trailer,
        TrailerEnd,
        BodyEnd,
        Ended,
    }

    /// <summary>True when the body's last byte has been seen.</summary>
    internal bool HasEnded => state == State.Ended;

    /// <summary>Looks at more bytes, up to the end of the body.</summary>
    /// <param name="bytes">What follows what was looked at before.</param>
    /// <param name="taken">How many of them belong to the body.</param>
    /// <returns>Null when all is well, otherwise what is wrong; nothing may be read after that.</returns>
    internal string? Look(ReadOnlySpan<byte> bytes, out int taken)
    {
        taken = 0;
        while (taken < bytes.Length && state != State.Ended)
        {
            if (state == State.Data)
            {
                var data = (int)Math.Min(size, bytes.Length - taken);
                size -= data;
                taken += data;
                if (size == 0)
                    state = State.DataReturn;
                continue;
            }
            if (Step(bytes[taken++]) is { } wrong)
                return wrong;
        }
        return null;
    }

    private string? Step(byte b) => state switch
    {
        State.Size => Size(b),
        >= State.ExtensionStart and <= State.ExtensionEnd => Extension(b),
        State.SizeEnd => LineFeed(b, size == 0 ? State.TrailerStart : State.Data),
        State.DataReturn => b == '\r' ? Next(State.DataEnd) : "A chunk has more bytes than its size says.",
        State.DataEnd => LineFeed(b, State.Size),
        State.TrailerStart => b == '\r' ? Next(State.BodyEnd) : Trailer(b),
        State.Trailer => Trailer(b),
        State.TrailerEnd => LineFeed(b, State.TrailerStart),
        State.BodyEnd => LineFeed(b, State.Ended),
        _ => throw new InvalidOperationException($"There is no step from {state}."),
    };

    private string? Size(byte b)
    {
        if (char.IsAsciiHexDigit((char)b))
        {
            size = size << 4 | (long)(uint)HexValue(b);
            return ++count > MaxSizeDigits || size > MaxChunkBytes ? "The size of a chunk is too large." : null;
        }
        if (count == 0 || b is not ((byte)'\r' or (byte)';'))
            return "The size of a chunk is not a hexadecimal number.";
        return Next(b == ';' ? State.ExtensionStart : State.SizeEnd);
    }

    /// <summary>
    /// <c>;name</c>, <c>;name=token</c> or <c>;name="quoted"</c>. Space is taken behind the semicolon only, where some send it; anywhere else
    /// the grammar calls it bad, and two servers may see another size.
    /// </summary>
    private string? Extension(byte b)
    {
        if (b == '\r' && state is (State.ExtensionName or State.ExtensionToken or State.ExtensionEnd))
            return Next(State.SizeEnd);
        if (++count > MaxExtensionBytes)
            return $"The extension of a chunk has more than {MaxExtensionBytes} bytes.";
        var isToken = TrailerField.IsTokenByte(b);
        State? next = state switch
        {
            State.ExtensionStart when b is (byte)' ' or (byte)'\t' => State.ExtensionStart,
            State.ExtensionStart or State.ExtensionName when isToken => State.ExtensionName,
            State.ExtensionName when b == '=' => State.ExtensionValue,
            State.ExtensionValue when b == '"' => State.ExtensionQuoted,
            State.ExtensionValue or State.ExtensionToken when isToken => State.ExtensionToken,
            State.ExtensionQuoted when b == '"' => State.ExtensionEnd,
            State.ExtensionQuoted when b == '\\' => State.ExtensionEscaped,
            State.ExtensionQuoted or State.ExtensionEscaped when !TrailerField.IsControl(b) => State.ExtensionQuoted,
            State.ExtensionName or State.ExtensionToken or State.ExtensionEnd when b == ';' => State.ExtensionStart,
            _ => null,
        };
        if (next is not { } known)
            return "The extension of a chunk is not a name, or a name and a value.";
        state = known;
        return null;
    }

    private string? Trailer(byte b)
    {
        if (++trailerBytes > MaxTrailerBytes)
            return $"The trailers have more than {MaxTrailerBytes} bytes.";
        if (state == State.TrailerStart)
            trailer.Begin();
        if (b == '\r')
            return trailer.End() ?? Next(State.TrailerEnd);
        return trailer.Look(b) ?? Next(State.Trailer);
    }

    private string? LineFeed(byte b, State next) => b == '\n' ? Next(next) : "A line of the chunked body does not end with CRLF.";

    private string? Next(State next)
    {
        if (next == State.Size)
            size = 0;
        state = next;
        count = 0;
        return null;
    }

    private static int HexValue(byte b) => char.IsAsciiDigit((char)b) ? b - '0' : (b | 0x20) - 'a' + 10;
}
