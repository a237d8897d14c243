using System.Buffers.Binary;
using Atrium.Protocols.Tls;
using CsCheck;

namespace Atrium.Protocols.Tests.Tls;

public class ClientHelloTests
{
    [Fact]
    public void Read_SupportedVersionsWith13_IsTls13()
        => Assert.Equal(TlsOffer.Tls13, ClientHello.Read(Hello([0x0303, 0x0304])));

    [Fact]
    public void Read_SupportedVersionsWithout13_IsOlder()
        => Assert.Equal(TlsOffer.Older, ClientHello.Read(Hello([0x0303, 0x0302])));

    [Fact]
    public void Read_NoExtensions_IsOlder() => Assert.Equal(TlsOffer.Older, ClientHello.Read(Hello(null)));

    [Fact]
    public void Read_CutOffAnywhere_IsUnknown()
    {
        var hello = Hello([0x0304]);
        for (var length = 0; length < hello.Length; length++)
            Assert.Equal(TlsOffer.Unknown, ClientHello.Read(hello.AsSpan(0, length)));
    }

    [Fact]
    public void Read_AnyBytes_NeverThrows()
        => Gen.Select(Gen.Byte.Array[0, 100], Gen.Int[0, 120], Gen.Byte).Sample((noise, at, value) =>
        {
            ClientHello.Read(noise);
            var hello = Hello([0x0303, 0x0304]);
            hello[at % hello.Length] = value;
            ClientHello.Read(hello);
        });

    /// <summary>A ClientHello in one record, with server_name-like noise before supported_versions.</summary>
    private static byte[] Hello(ushort[]? versions)
    {
        var body = new List<byte> { 3, 3 };
        body.AddRange(new byte[32]);
        body.AddRange([2, 7, 7]); // session id
        body.AddRange([0, 4, 0x13, 0x01, 0xC0, 0x2B]); // suites
        body.AddRange([1, 0]); // compression
        if (versions is not null)
        {
            var list = versions.SelectMany(v => new[] { (byte)(v >> 8), (byte)v }).ToArray();
            byte[] extensions = [0, 10, 0, 2, 0, 0, 0, 43, 0, (byte)(list.Length + 1), (byte)list.Length, .. list];
            body.AddRange([(byte)(extensions.Length >> 8), (byte)extensions.Length, .. extensions]);
        }
        byte[] message = [1, 0, (byte)(body.Count >> 8), (byte)body.Count, .. body];
        var record = new byte[5 + message.Length];
        record[0] = 22;
        record[1] = 3;
        record[2] = 1;
        BinaryPrimitives.WriteUInt16BigEndian(record.AsSpan(3), (ushort)message.Length);
        message.CopyTo(record, 5);
        return record;
    }
}
