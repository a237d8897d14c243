namespace Atrium.Protocols.Http.Wire;

/// <summary>
/// Follows the frames that an HTTP/2 connection sends (RFC 9113, 4.1) and says where a record must end: before a RST_STREAM. A server that does
/// not want the rest of a body answers and then says so (8.1); curl 7.88 takes the answer only when both do not come in one read.
/// </summary>
internal sealed class FrameCut
{
    private const int HeadBytes = 9, TypeAt = 3;

    private const byte ResetStream = 3;

    private int filled, length, skip;

    /// <summary>How many of the next bytes belong together: all, or what is before the type of a RST_STREAM.</summary>
    internal int Next(ReadOnlySpan<byte> bytes)
    {
        var at = 0;
        while (at < bytes.Length)
        {
            if (skip > 0)
            {
                var skipped = Math.Min(skip, bytes.Length - at);
                (skip, at) = (skip - skipped, at + skipped);
                continue;
            }
            if (filled < TypeAt)
                length = length << 8 | bytes[at];
            else if (filled == TypeAt && bytes[at] == ResetStream && at > 0)
                return at;
            at++;
            if (++filled == HeadBytes)
                (filled, skip, length) = (0, length, 0);
        }
        return at;
    }
}
