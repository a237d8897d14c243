using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Atrium.Protocols.Admission;

/// <summary>What the first bytes of a connection are.</summary>
internal enum ProxyHeaderKind
{
    /// <summary>It could become a header: more bytes are needed.</summary>
    Incomplete,

    /// <summary>No header: the client speaks already.</summary>
    None,

    /// <summary>It begins as a header and is none.</summary>
    Malformed,

    /// <summary>A header.</summary>
    Complete,
}

/// <summary>
/// The header with which a proxy tells whom a connection is for (haproxy.org/download/2.9/doc/proxy-protocol.txt, versions 1 and 2). Pure:
/// bytes in, an answer out.
/// </summary>
/// <param name="Kind">What the bytes are.</param>
/// <param name="Length">Bytes of the header.</param>
/// <param name="Source">The client; null where the proxy speaks for itself, or for somebody without an address of IP.</param>
/// <param name="Destination">Where the client connected to.</param>
internal readonly record struct ProxyHeader(ProxyHeaderKind Kind, int Length = 0, IPEndPoint? Source = null, IPEndPoint? Destination = null)
{
    /// <summary>The longest line of version 1 (2.1).</summary>
    private const int MaxLine = 107;

    private const int FixedLength = 16;

    /// <summary>More than all extensions that there are; 2.2 allows 64 KiB, which nobody sends before a sign-in.</summary>
    internal const int MaxLength = FixedLength + 4096;

    private static ReadOnlySpan<byte> Signature => "\r\n\r\n\0\r\nQUIT\n"u8;

    private static ReadOnlySpan<byte> Word => "PROXY "u8;

    /// <summary>Reads the first bytes of a connection: all that have come, or as many as <see cref="MaxLength"/>.</summary>
    internal static ProxyHeader Read(ReadOnlySpan<byte> bytes)
    {
        if (StartsLike(bytes, Signature))
            return ReadBinary(bytes);
        return StartsLike(bytes, Word) ? ReadLine(bytes) : new(ProxyHeaderKind.None);
    }

    private static bool StartsLike(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> start)
        => bytes.Length < start.Length ? start.StartsWith(bytes) : bytes.StartsWith(start);

    /// <summary>2.2.</summary>
    private static ProxyHeader ReadBinary(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < FixedLength)
            return new(ProxyHeaderKind.Incomplete);
        var (version, command, family) = (bytes[12] >> 4, bytes[12] & 0xF, bytes[13]);
        var length = FixedLength + BinaryPrimitives.ReadUInt16BigEndian(bytes[14..]);
        if (version != 2 || command > 1 || length > MaxLength)
            return new(ProxyHeaderKind.Malformed);
        if (bytes.Length < length)
            return new(ProxyHeaderKind.Incomplete);
        var block = bytes[FixedLength..length];
        const int Local = 0, TcpOverFour = 0x11, TcpOverSix = 0x21;
        // Families without an address of IP are for somebody who is known by the connection alone.
        return (command, family) switch
        {
            (Local, _) => new(ProxyHeaderKind.Complete, length),
            (_, TcpOverFour) => block.Length < 12 ? new(ProxyHeaderKind.Malformed) : Of(length, block, 4),
            (_, TcpOverSix) => block.Length < 36 ? new(ProxyHeaderKind.Malformed) : Of(length, block, 16),
            _ => new(ProxyHeaderKind.Complete, length),
        };
    }

    private static ProxyHeader Of(int length, ReadOnlySpan<byte> block, int size) => new(
        ProxyHeaderKind.Complete, length,
        new IPEndPoint(new IPAddress(block[..size]), BinaryPrimitives.ReadUInt16BigEndian(block[(2 * size)..])),
        new IPEndPoint(new IPAddress(block[size..(2 * size)]), BinaryPrimitives.ReadUInt16BigEndian(block[(2 * size + 2)..])));

    /// <summary>2.1.</summary>
    private static ProxyHeader ReadLine(ReadOnlySpan<byte> bytes)
    {
        var end = bytes[..Math.Min(bytes.Length, MaxLine)].IndexOf("\r\n"u8);
        if (end < 0)
            return new(bytes.Length < MaxLine ? ProxyHeaderKind.Incomplete : ProxyHeaderKind.Malformed);
        var words = Encoding.Latin1.GetString(bytes[..end]).Split(' ');
        // What follows UNKNOWN is of no account.
        if (words.Length >= 2 && words[1] == "UNKNOWN")
            return new(ProxyHeaderKind.Complete, end + 2);
        if (words is not [_, "TCP4" or "TCP6", var source, var destination, var sourcePort, var destinationPort])
            return new(ProxyHeaderKind.Malformed);
        var family = words[1] == "TCP4" ? AddressFamily.InterNetwork : AddressFamily.InterNetworkV6;
        return EndPoint(source, sourcePort, family) is { } from && EndPoint(destination, destinationPort, family) is { } to
            ? new(ProxyHeaderKind.Complete, end + 2, from, to)
            : new(ProxyHeaderKind.Malformed);
    }

    // .NET also reads 127.1, 0x7f.1 and addresses with a scope or in brackets.
    private static IPEndPoint? EndPoint(string address, string port, AddressFamily family)
        => IPAddress.TryParse(address, out var parsed) && parsed.AddressFamily == family && !address.AsSpan().ContainsAny('%', '[')
        && (family != AddressFamily.InterNetwork || parsed.ToString() == address)
        && ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number.ToString(CultureInfo.InvariantCulture) == port
            ? new IPEndPoint(parsed, number)
            : null;
}
