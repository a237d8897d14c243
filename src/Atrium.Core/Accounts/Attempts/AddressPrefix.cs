using System.Net;
using System.Net.Sockets;

namespace Atrium.Core.Accounts.Attempts;

/// <summary>
/// What of an address is counted: one of IPv4 as it is; of IPv6 the first 64 bits, because whoever has one address of a /64 has all of
/// them (RFC 4291, 2.5.1; RFC 7934). It is written as the address with zeros behind.
/// </summary>
internal readonly record struct AddressPrefix(UInt128 Bits)
{
    private const int PrefixBytes = 8;

    /// <summary>Null for the machine itself.</summary>
    internal static AddressPrefix? Of(IPAddress? address)
    {
        if (address is null)
            return null;
        Span<byte> bytes = stackalloc byte[16];
        address.MapToIPv6().TryWriteBytes(bytes, out _);
        if (address is { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false })
            bytes[PrefixBytes..].Clear();
        return new AddressPrefix(System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(bytes));
    }

    /// <summary>As it is stored; two addresses of one prefix have the same.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt128BigEndian(bytes, Bits);
        var address = new IPAddress(bytes);
        return address.IsIPv4MappedToIPv6 ? address.MapToIPv4().ToString() : $"{address}/64";
    }
}
