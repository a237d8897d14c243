using System.Buffers.Binary;
using System.Net;
using System.Text;
using Atrium.Protocols.Admission;
using CsCheck;

namespace Atrium.Protocols.Tests.Admission;

public class ProxyHeaderTests
{
    private static readonly byte[] Signature = "\r\n\r\n\0\r\nQUIT\n"u8.ToArray();

    private static readonly Gen<IPEndPoint> Fours = Gen.Select(Gen.Byte.Array[4], Gen.UShort, (address, port) => new IPEndPoint(new IPAddress(address), port));

    private static readonly Gen<IPEndPoint> Sixes = Gen.Select(Gen.Byte.Array[16], Gen.UShort, (address, port) => new IPEndPoint(new IPAddress(address), port));

    private static readonly Gen<(IPEndPoint, IPEndPoint)> Pairs = Gen.OneOf(Gen.Select(Fours, Fours), Gen.Select(Sixes, Sixes));

    [Fact]
    public void Read_OfALine_TellsBothEndsAndWhereItEnds()
        => Pairs.Sample(pair =>
        {
            var (source, destination) = pair;
            var family = source.Address.GetAddressBytes().Length == 4 ? "TCP4" : "TCP6";
            var line = $"PROXY {family} {source.Address} {destination.Address} {source.Port} {destination.Port}\r\n";
            var read = ProxyHeader.Read(Encoding.ASCII.GetBytes(line + "GET / HTTP/1.1\r\n"));
            Assert.Equal(new ProxyHeader(ProxyHeaderKind.Complete, line.Length, source, destination), read);
        });

    [Fact]
    public void Read_OfABinaryHeader_TellsBothEndsAndWhereItEnds()
        => Gen.Select(Pairs, Gen.Byte.Array[0, 300]).Sample((pair, extensions) =>
        {
            var (source, destination) = pair;
            var header = Binary(source, destination, extensions);
            Assert.Equal(new ProxyHeader(ProxyHeaderKind.Complete, header.Length, source, destination), ProxyHeader.Read([.. header, 0x16, 3, 1]));
        });

    [Fact]
    public void Read_OfAnyBeginning_AsksForMore()
        => Gen.Select(Pairs, Gen.Bool, Gen.Int[1, 1000]).Sample((pair, binary, cut) =>
        {
            var (source, destination) = pair;
            var whole = binary
                ? Binary(source, destination, [])
                : Encoding.ASCII.GetBytes($"PROXY {(source.Address.GetAddressBytes().Length == 4 ? "TCP4" : "TCP6")} {source.Address} {destination.Address} {source.Port} {destination.Port}\r\n");
            Assert.Equal(ProxyHeaderKind.Incomplete, ProxyHeader.Read(whole.AsSpan(0, cut % whole.Length)).Kind);
        });

    [Fact]
    public void Read_OfAnyBytes_ReadsNoMoreThanThereAre()
        => Gen.Select(Gen.Bool, Gen.Byte.Array[0, 200], Gen.Byte.Array[0, 60]).Sample((binary, any, rest) =>
        {
            byte[] bytes = binary ? [.. Signature, .. rest] : any;
            var read = ProxyHeader.Read(bytes);
            Assert.InRange(read.Length, 0, bytes.Length);
            Assert.Equal(read.Kind == ProxyHeaderKind.Complete, read.Length > 0);
        });

    [Theory]
    [InlineData("PROXY UNKNOWN\r\n")]
    [InlineData("PROXY UNKNOWN ffff:f...f:ffff ffff:f...f:ffff 65535 65535\r\n")]
    public void Read_OfAnUnknownClient_IsForTheProxyItself(string line)
        => Assert.Equal(new ProxyHeader(ProxyHeaderKind.Complete, line.Length), ProxyHeader.Read(Encoding.ASCII.GetBytes(line)));

    [Theory]
    [InlineData("PROXY TCP4 192.0.2.1 192.0.2.2 1 65536\r\n")]
    [InlineData("PROXY TCP4 192.0.2.1 192.0.2.2 01 2\r\n")]
    [InlineData("PROXY TCP4 192.0.2.1 192.0.2.2 1 -2\r\n")]
    [InlineData("PROXY TCP4 192.0.2.1 192.0.2.2 1\r\n")]
    [InlineData("PROXY TCP4 192.0.2.1 192.0.2.2 1 2 3\r\n")]
    [InlineData("PROXY TCP4  192.0.2.1 192.0.2.2 1 2\r\n")]
    [InlineData("PROXY TCP4 192.0.513 192.0.2.2 1 2\r\n")]
    [InlineData("PROXY TCP4 ::1 ::1 1 2\r\n")]
    [InlineData("PROXY TCP6 192.0.2.1 192.0.2.2 1 2\r\n")]
    [InlineData("PROXY TCP6 fe80::1%1 ::1 1 2\r\n")]
    [InlineData("PROXY UDP4 192.0.2.1 192.0.2.2 1 2\r\n")]
    [InlineData("PROXY TCP4 192.0.2.1 192.0.2.2 1 2\n")]
    public void Read_OfABrokenLine_IsNoHeader(string line)
        => Assert.Equal(ProxyHeaderKind.Malformed, ProxyHeader.Read(Encoding.ASCII.GetBytes(line.PadRight(120, 'x'))).Kind);

    [Theory]
    [InlineData(0x11, 0x11, 12)] // version 1 in the binary form
    [InlineData(0x22, 0x11, 12)] // an unknown command
    [InlineData(0x21, 0x11, 11)] // too short for its family
    [InlineData(0x21, 0x21, 35)]
    [InlineData(0x21, 0x11, 5000)] // longer than anybody needs
    public void Read_OfABrokenBinaryHeader_IsNoHeader(int command, int family, int length)
    {
        byte[] header = [.. Signature, (byte)command, (byte)family, (byte)(length >> 8), (byte)length, .. new byte[length]];
        Assert.Equal(ProxyHeaderKind.Malformed, ProxyHeader.Read(header).Kind);
    }

    [Theory]
    [InlineData(0x20, 0x11, 12)] // LOCAL: a health check
    [InlineData(0x21, 0x00, 0)] // UNSPEC
    [InlineData(0x21, 0x31, 216)] // a unix socket
    public void Read_OfAHeaderWithoutAClient_IsForTheProxyItself(int command, int family, int length)
    {
        byte[] header = [.. Signature, (byte)command, (byte)family, (byte)(length >> 8), (byte)length, .. new byte[length]];
        Assert.Equal(new ProxyHeader(ProxyHeaderKind.Complete, header.Length), ProxyHeader.Read(header));
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n")]
    [InlineData("PROXIMITY")]
    [InlineData("\r\nGET")]
    [InlineData("\x16\x03\x01")]
    public void Read_OfAClientThatSpeaksAlready_IsNone(string bytes)
        => Assert.Equal(ProxyHeaderKind.None, ProxyHeader.Read(Encoding.Latin1.GetBytes(bytes)).Kind);

    private static byte[] Binary(IPEndPoint source, IPEndPoint destination, byte[] extensions)
    {
        var (from, to) = (source.Address.GetAddressBytes(), destination.Address.GetAddressBytes());
        var header = new List<byte>([.. Signature, 0x21, (byte)(from.Length == 4 ? 0x11 : 0x21)]);
        var number = new byte[2];
        void Add(int value)
        {
            BinaryPrimitives.WriteUInt16BigEndian(number, (ushort)value);
            header.AddRange(number);
        }
        Add(2 * from.Length + 4 + extensions.Length);
        header.AddRange([.. from, .. to]);
        Add(source.Port);
        Add(destination.Port);
        header.AddRange(extensions);
        return [.. header];
    }
}
