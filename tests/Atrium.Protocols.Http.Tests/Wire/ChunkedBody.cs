using System.Text;
using CsCheck;

namespace Atrium.Protocols.Http.Tests.Wire;

/// <summary>A chunked body as RFC 9112, 7.1 allows it, and the bytes in it.</summary>
internal sealed record ChunkedBody(byte[] Wire, byte[] Content)
{
    private static readonly Gen<string> Extensions = Gen.OneOf("", ";a", ";a=b", ";a=\"b c\té\";d", "; chunk-signature=0123456789abcdef");

    private static readonly Gen<string> Trailers = Gen.OneOf("", "X-A: b\r\n", "X-A:\tb \r\nETag: \"c\"\r\n");

    /// <summary>Any of them.</summary>
    internal static readonly Gen<ChunkedBody> Any =
        Gen.Select(Gen.Select(Gen.Byte.Array[1, 40], Extensions, Gen.Bool).Array[0, 5], Extensions, Trailers).Select(Write);

    private static ChunkedBody Write((byte[] Data, string Extension, bool Upper)[] chunks, string lastExtension, string trailers)
    {
        var wire = new List<byte>();
        var content = new List<byte>();
        foreach (var (data, extension, upper) in chunks)
        {
            var size = data.Length.ToString(upper ? "X4" : "x");
            wire.AddRange([.. Encoding.Latin1.GetBytes($"{size}{extension}\r\n"), .. data, .. "\r\n"u8]);
            content.AddRange(data);
        }
        wire.AddRange(Encoding.Latin1.GetBytes($"0{lastExtension}\r\n{trailers}\r\n"));
        return new([.. wire], [.. content]);
    }
}
