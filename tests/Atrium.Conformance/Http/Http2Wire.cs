using System.Buffers.Binary;
using System.Net.Security;
using System.Text;

namespace Atrium.Conformance.Http;

/// <summary>HTTP/2, frame by frame (RFC 9113), with no more of HPACK than writing a request needs.</summary>
internal sealed class Http2Wire : IAsyncDisposable
{
    public const byte Data = 0, Headers = 1, ResetStream = 3, Settings = 4, Ping = 6, GoAway = 7, WindowUpdate = 8, Continuation = 9;
    public const byte EndStream = 1, EndHeaders = 4;

    private const int FrameHead = 9;

    private readonly Wire wire;

    private Http2Wire(Wire wire) => this.wire = wire;

    public static async Task<Http2Wire> ConnectAsync(AtriumProcess server)
    {
        var wire = await Wire.ConnectTlsAsync(server, SslApplicationProtocol.Http2);
        await wire.SendAsync([.. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8, .. Frame(Settings, 0, 0, [])]);
        return new Http2Wire(wire);
    }

    public static byte[] Frame(byte type, byte flags, int stream, byte[] payload)
    {
        var frame = new byte[FrameHead + payload.Length];
        (frame[0], frame[1], frame[2], frame[3], frame[4]) = ((byte)(payload.Length >> 16), (byte)(payload.Length >> 8), (byte)payload.Length, type, flags);
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(5), stream);
        payload.CopyTo(frame, FrameHead);
        return frame;
    }

    /// <summary>Fields as literals that nobody puts into a table (RFC 7541, 6.2.2).</summary>
    public static byte[] Fields(params (string Name, string Value)[] fields) =>
        [.. fields.SelectMany(field => (byte[])[0, .. Text(field.Name), .. Text(field.Value)])];

    public static byte[] Request(string method, string path, params (string Name, string Value)[] fields) =>
        Fields([(":method", method), (":scheme", "https"), (":path", path), (":authority", "127.0.0.1"), .. fields]);

    public Task SendAsync(byte[] bytes) => wire.SendAsync(bytes);

    /// <summary>False when the server takes no more.</summary>
    public async Task<bool> TrySendAsync(byte[] bytes)
    {
        try
        {
            await wire.SendAsync(bytes);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>The next frame.</summary>
    public async Task<(byte Type, byte Flags, int Stream, byte[] Payload)> ReceiveAsync()
    {
        var head = await wire.TakeAsync(FrameHead);
        var payload = await wire.TakeAsync(head[0] << 16 | head[1] << 8 | head[2]);
        return (head[3], head[4], BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(5)), payload);
    }

    /// <summary>Everything up to the end of the connection.</summary>
    public async Task<List<(byte Type, int Stream, byte[] Payload)>> ReceiveRestAsync()
    {
        var bytes = await wire.TakeRestAsync();
        var frames = new List<(byte, int, byte[])>();
        for (var at = 0; at + FrameHead <= bytes.Length;)
        {
            var length = bytes[at] << 16 | bytes[at + 1] << 8 | bytes[at + 2];
            if (at + FrameHead + length > bytes.Length)
                break; // cut off
            frames.Add((bytes[at + 3], BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(at + 5)), bytes[(at + FrameHead)..(at + FrameHead + length)]));
            at += FrameHead + length;
        }
        return frames;
    }

    public ValueTask DisposeAsync() => wire.DisposeAsync();

    private static byte[] Text(string text)
    {
        var bytes = Encoding.Latin1.GetBytes(text);
        const int Prefix = 127;
        if (bytes.Length < Prefix)
            return [(byte)bytes.Length, .. bytes];
        var (length, rest) = (new List<byte> { Prefix }, bytes.Length - Prefix);
        for (; rest >= 128; rest >>= 7)
            length.Add((byte)(rest & 127 | 128));
        return [.. length, (byte)rest, .. bytes];
    }
}
