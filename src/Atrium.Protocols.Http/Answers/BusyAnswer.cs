using System.Buffers;

namespace Atrium.Protocols.Http.Answers;

/// <summary>What a connection in clear text is told that is one too many (RFC 9110, 15.6.4): written before any request was read.</summary>
public static class BusyAnswer
{
    // Connections come and go within seconds; who is refused for its own number shall first close some.
    private static ReadOnlySpan<byte> Words => "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nConnection: close\r\nCache-Control: no-store\r\nContent-Type: text/plain\r\nContent-Length: 57\r\n\r\nToo many connections at present. Try again in 5 seconds.\n"u8;

    /// <summary>Writes it.</summary>
    public static void Write(IBufferWriter<byte> output) => output.Write(Words);
}
