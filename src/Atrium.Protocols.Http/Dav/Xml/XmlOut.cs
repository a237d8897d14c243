using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Unicode;

namespace Atrium.Protocols.Http.Dav.Xml;

/// <summary>XML as bytes of UTF-8, gathered and handed on in large pieces; what was written last can be taken back.</summary>
internal sealed class XmlOut : IDisposable
{
    internal const string MediaType = "application/xml; charset=utf-8";

    /// <summary>As much as Kestrel takes before it lets its writer wait: more would only be held.</summary>
    private const int PieceLength = 32 * 1024;

    private static readonly SearchValues<char> Plain = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~");

    private static readonly SearchValues<char> Special = SearchValues.Create("&<>\"\r\uFFFE\uFFFF");

    private byte[] buffer = ArrayPool<byte>.Shared.Rent(2 * PieceLength);

    internal XmlOut() => Raw("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"u8);

    /// <summary>Bytes that were not handed on yet; a place to go back to.</summary>
    internal int Length { get; private set; }

    /// <summary>True when enough has gathered for a piece.</summary>
    internal bool IsFull => Length >= PieceLength;

    /// <summary>Words that are XML already.</summary>
    internal void Raw(ReadOnlySpan<byte> words)
    {
        words.CopyTo(Room(words.Length));
        Length += words.Length;
    }

    /// <summary>Any text; what XML reads otherwise is escaped, and what it cannot hold is replaced.</summary>
    internal void Text(ReadOnlySpan<char> text)
    {
        while (text.IndexOfAny(Special) is >= 0 and var at)
        {
            Transcode(text[..at]);
            Raw(text[at] switch
            {
                '&' => "&amp;"u8,
                '<' => "&lt;"u8,
                '>' => "&gt;"u8,
                '"' => "&quot;"u8,
                '\r' => "&#13;"u8,
                _ => "\uFFFD"u8,
            });
            text = text[(at + 1)..];
        }
        Transcode(text);
    }

    /// <summary>Text that is XML already.</summary>
    internal void Markup(string xml) => Transcode(xml);

    /// <summary>A name of a path, percent-encoded: nothing is left in it that XML reads otherwise.</summary>
    internal void PathName(ReadOnlySpan<char> name)
    {
        if (!name.ContainsAnyExcept(Plain))
        {
            Transcode(name);
            return;
        }
        Span<byte> utf8 = stackalloc byte[4];
        foreach (var rune in name.EnumerateRunes())
        {
            if (rune.IsAscii && Plain.Contains((char)rune.Value))
            {
                Room(1)[0] = (byte)rune.Value;
                Length++;
                continue;
            }
            foreach (var b in utf8[..rune.EncodeToUtf8(utf8)])
            {
                var room = Room(3);
                (room[0], room[1], room[2]) = ((byte)'%', Digit(b >> 4), Digit(b & 15));
                Length += 3;
            }
        }
    }

    internal void Number(long value)
    {
        value.TryFormat(Room(20), out var written, provider: System.Globalization.CultureInfo.InvariantCulture);
        Length += written;
    }

    /// <summary>IMF-fixdate (RFC 9110, 5.6.7).</summary>
    internal void HttpDate(DateTimeOffset time)
    {
        time.TryFormat(Room(32), out var written, "r", System.Globalization.CultureInfo.InvariantCulture);
        Length += written;
    }

    /// <summary>RFC 3339.</summary>
    internal void Timestamp(DateTimeOffset time)
    {
        time.UtcDateTime.TryFormat(Room(32), out var written, "yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
        Length += written;
    }

    /// <summary>Takes back what was written since.</summary>
    internal void BackTo(int length) => Length = length;

    /// <summary>Hands on what has gathered, and waits while the reader is slow.</summary>
    internal async ValueTask FlushAsync(PipeWriter writer, CancellationToken cancellation)
    {
        await writer.WriteAsync(buffer.AsMemory(0, Length), cancellation);
        Length = 0;
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = [];
        Length = 0;
    }

    private void Transcode(ReadOnlySpan<char> text)
    {
        var room = Room(Encoding.UTF8.GetMaxByteCount(text.Length));
        Utf8.FromUtf16(text, room, out _, out var written);
        Length += written;
    }

    private static byte Digit(int value) => (byte)(value < 10 ? '0' + value : 'A' + value - 10);

    private Span<byte> Room(int length)
    {
        if (buffer.Length - Length < length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(2 * buffer.Length, Length + length));
            buffer.AsSpan(0, Length).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(buffer);
            buffer = larger;
        }
        return buffer.AsSpan(Length);
    }
}
