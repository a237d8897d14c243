using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Atrium.Core.Guard;

/// <summary>
/// A range of addresses (RFC 4632; RFC 4291, 2.3). An IPv4 address that comes as an IPv6 one (RFC 4291, 2.5.5.2) is IPv4: a socket for both
/// shows it so, and a rule must not miss it for that. A range of IPv6 holds no IPv4 address, however wide it is.
/// </summary>
public readonly record struct Network
{
    /// <summary>What comes before the 32 bits of an IPv4 address.</summary>
    internal const int MappedLength = 96;

    /// <summary>What a customer of IPv6 gets at least: he has all its addresses, so one of them stands for all (RFC 6177).</summary>
    private const int CustomerLength = 64;

    private Network(UInt128 bits, int length) => (Bits, Length) = (bits & Mask(length), length);

    /// <summary>The address, IPv4 in its mapped form; zeros beyond the length.</summary>
    internal UInt128 Bits { get; }

    /// <summary>Bits that count, of 128.</summary>
    internal int Length { get; }

    internal bool IsIPv4 => Length >= MappedLength && IsMapped(Bits);

    /// <summary>One address.</summary>
    public static Network Of(IPAddress address) => new(ToBits(address), 128);

    /// <summary>Who counts as one: an IPv4 address, or the /64 of an IPv6 address.</summary>
    public static Network SourceOf(IPAddress address)
    {
        var bits = ToBits(address);
        return new(bits, IsMapped(bits) ? 128 : CustomerLength);
    }

    /// <summary>Reads an address, or an address with a length. Other forms of IPv4 than four decimal numbers are none.</summary>
    public static Outcome<Network> Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var host = slash < 0 ? text : text[..slash];
        if (!IsWritten(host, out var address))
            return Refused.Invalid($"'{text}' is no address and no network. Write 192.0.2.7, 192.0.2.0/24, 2001:db8::7 or 2001:db8::/32.");
        var isFour = address.AddressFamily == AddressFamily.InterNetwork;
        var most = isFour ? 32 : 128;
        var length = most;
        if (slash >= 0
            && (!int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out length) || length > most || text[slash + 1] == '0' && text.Length > slash + 2))
            return Refused.Invalid($"The length of '{text}' is none: 0 to {most} bits.");
        var bits = ToBits(address);
        var network = new Network(bits, isFour ? length + MappedLength : length);
        if (network.Bits != bits)
            return Refused.Invalid($"{text} has bits set beyond its length. Write {network} for the network, or {address} for the one address.");
        return network;
    }

    /// <summary>The canonical form, or null where it is none.</summary>
    internal static string? Canonical(string text) => Parse(text).Try(out var network, out _) ? network.ToString() : null;

    /// <summary>Whether an address is in it.</summary>
    public bool Contains(IPAddress address) => Contains(ToBits(address));

    /// <summary>Its first address.</summary>
    public IPAddress First
    {
        get
        {
            Span<byte> bytes = stackalloc byte[16];
            BinaryPrimitives.WriteUInt128BigEndian(bytes, Bits);
            return IsIPv4 ? new IPAddress(bytes[12..]) : new IPAddress(bytes);
        }
    }

    /// <summary>Itself and all networks around it, up to all addresses of its kind.</summary>
    internal IEnumerable<Network> AndWider
    {
        get
        {
            var bits = Bits;
            var least = IsIPv4 ? MappedLength : 0;
            return Enumerable.Range(least, Length - least + 1).Reverse().Select(length => new Network(bits, length));
        }
    }

    /// <summary>The length as it is written.</summary>
    internal int PrefixLength => IsIPv4 ? Length - MappedLength : Length;

    internal bool Contains(UInt128 bits) => (bits & Mask(Length)) == Bits && (IsIPv4 || !IsMapped(bits));

    /// <summary>Whether all of another network is in it.</summary>
    internal bool Contains(Network other) => other.Length >= Length && Contains(other.Bits);

    /// <summary>The addresses with so many first bits of these.</summary>
    internal static Network Around(UInt128 bits, int length) => new(bits, length);

    internal static bool IsMapped(UInt128 bits) => bits >> 32 == 0xFFFF;

    internal static UInt128 ToBits(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out var count);
        return count == 4 ? ((UInt128)0xFFFF << 32) | BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }

    /// <summary>As it is written: a single address without its length.</summary>
    public override string ToString() => Length == 128 ? First.ToString() : string.Create(CultureInfo.InvariantCulture, $"{First}/{PrefixLength}");

    private static UInt128 Mask(int length) => length == 0 ? UInt128.Zero : UInt128.MaxValue << (128 - length);

    // .NET also reads 127.1, 0x7f.1 and fe80::1%eth0: what an operator means by those is a guess.
    private static bool IsWritten(string host, out IPAddress address)
        => IPAddress.TryParse(host, out address!)
        && (address.AddressFamily == AddressFamily.InterNetwork ? address.ToString() == host : !host.AsSpan().ContainsAny('%', '['));
}
