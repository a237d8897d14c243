using System.Buffers;
using System.Buffers.Binary;

namespace Atrium.Protocols.Tls;

/// <summary>
/// Reads of a ClientHello (RFC 8446, 4.1.2) whether it offers TLS 1.3. Nothing else is taken from it, and nothing depends on the
/// answer but which of several right policies is used: whatever is cut off or strange is <see cref="TlsOffer.Unknown"/>.
/// </summary>
internal static class ClientHello
{
    /// <summary>More than any client sends in its first record (RFC 8446, 5.1: a record has at most 2^14 bytes).</summary>
    private const int MaxBytes = 16 * 1024 + 5;

    private const byte Handshake = 22, ClientHelloMessage = 1;
    private const ushort SupportedVersions = 43, Version13 = 0x0304;
    private const int RandomBytes = 32;

    internal static TlsOffer Read(ReadOnlySequence<byte> received)
    {
        if (received.IsSingleSegment)
            return Read(received.FirstSpan);
        return received.Length > MaxBytes ? TlsOffer.Unknown : Read(received.ToArray());
    }

    internal static TlsOffer Read(ReadOnlySpan<byte> received)
    {
        var hello = new Reader(received);
        // The record, then the message; a message that is spread over records is not put together here.
        if (!hello.TryByte(out var type) || type != Handshake || !hello.TrySkip(2) || !hello.TryUInt16(out var recordLength)
            || !hello.TryTake(recordLength, out hello)
            || !hello.TryByte(out var message) || message != ClientHelloMessage || !hello.TryUInt24(out var length)
            || !hello.TryTake(length, out hello))
            return TlsOffer.Unknown;
        if (!hello.TrySkip(2 + RandomBytes) || !hello.TryByte(out var session) || !hello.TrySkip(session)
            || !hello.TryUInt16(out var suites) || !hello.TrySkip(suites)
            || !hello.TryByte(out var compressions) || !hello.TrySkip(compressions))
            return TlsOffer.Unknown;
        // Clients of TLS 1.0 may have no extensions at all.
        if (hello.IsEmpty)
            return TlsOffer.Older;
        if (!hello.TryUInt16(out var extensions) || !hello.TryTake(extensions, out hello))
            return TlsOffer.Unknown;
        while (!hello.IsEmpty)
        {
            if (!hello.TryUInt16(out var extension) || !hello.TryUInt16(out var size) || !hello.TryTake(size, out var body))
                return TlsOffer.Unknown;
            if (extension == SupportedVersions)
                return Has13(body);
        }
        return TlsOffer.Older;
    }

    private static TlsOffer Has13(Reader versions)
    {
        if (!versions.TryByte(out var length) || !versions.TryTake(length, out versions))
            return TlsOffer.Unknown;
        while (versions.TryUInt16(out var version))
        {
            if (version == Version13)
                return TlsOffer.Tls13;
        }
        return versions.IsEmpty ? TlsOffer.Older : TlsOffer.Unknown;
    }

    /// <summary>Reads numbers in network order, and never beyond the end.</summary>
    private ref struct Reader(ReadOnlySpan<byte> rest)
    {
        private ReadOnlySpan<byte> rest = rest;

        internal readonly bool IsEmpty => rest.IsEmpty;

        internal bool TryByte(out byte value)
        {
            value = rest.IsEmpty ? (byte)0 : rest[0];
            return TrySkip(1);
        }

        internal bool TryUInt16(out ushort value) => BinaryPrimitives.TryReadUInt16BigEndian(rest, out value) && TrySkip(2);

        internal bool TryUInt24(out int value)
        {
            value = rest.Length < 3 ? 0 : (rest[0] << 16) | (rest[1] << 8) | rest[2];
            return TrySkip(3);
        }

        internal bool TrySkip(int count)
        {
            if (count > rest.Length)
                return false;
            rest = rest[count..];
            return true;
        }

        // The part may replace the reader itself: it is assigned last.
        internal bool TryTake(int count, out Reader part)
        {
            if (count > rest.Length)
            {
                part = default;
                return false;
            }
            var taken = rest[..count];
            rest = rest[count..];
            part = new Reader(taken);
            return true;
        }
    }
}
