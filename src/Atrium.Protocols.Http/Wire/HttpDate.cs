using System.Buffers.Text;

namespace Atrium.Protocols.Http.Wire;

/// <summary>The field Date (RFC 9110, 6.6.1) as bytes, written once a second.</summary>
internal sealed class HttpDate(TimeProvider clock)
{
    private const string Name = "Date: ";

    private volatile Written written = new(long.MinValue, []);

    /// <summary>"Date: Sun, 06 Nov 1994 08:49:37 GMT" and the line's end.</summary>
    internal ReadOnlySpan<byte> Field
    {
        get
        {
            var now = clock.GetUtcNow();
            var second = now.UtcTicks / TimeSpan.TicksPerSecond;
            var last = written;
            // Two that write the same at once do no harm.
            if (last.Second != second)
                written = last = new(second, Write(now));
            return last.Field;
        }
    }

    private static byte[] Write(DateTimeOffset now)
    {
        var field = new byte[Name.Length + 29 + 2];
        System.Text.Encoding.ASCII.GetBytes(Name, field);
        Utf8Formatter.TryFormat(now, field.AsSpan(Name.Length), out _, 'R');
        "\r\n"u8.CopyTo(field.AsSpan(field.Length - 2));
        return field;
    }

    private sealed record Written(long Second, byte[] Field);
}
