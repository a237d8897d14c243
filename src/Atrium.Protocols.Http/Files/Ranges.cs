using System.Globalization;

namespace Atrium.Protocols.Http.Files;

/// <summary>Some bytes of a file.</summary>
/// <param name="First">From 0.</param>
/// <param name="Length">1 or more.</param>
internal readonly record struct ByteRange(long First, long Length)
{
    /// <summary>The last byte of it.</summary>
    internal long Last => First + Length - 1;

    /// <summary>The value of Content-Range (RFC 9110, 14.4).</summary>
    internal string ContentRange(long size) => string.Create(CultureInfo.InvariantCulture, $"bytes {First}-{Last}/{size}");
}

/// <summary>The field Range (RFC 9110, 14.2), a pure parser.</summary>
internal static class Ranges
{
    private const string Unit = "bytes=";

    /// <summary>
    /// Which bytes to send: null for the whole file (another unit, a broken field, more than <see cref="HttpLimits.MaxRanges"/>), an
    /// empty list when nothing that was asked for is there (416). Ranges that overlap are joined, in the order of the file: asking for
    /// the same bytes many times makes no answer larger than the file (RFC 9110, 17.15).
    /// </summary>
    internal static IReadOnlyList<ByteRange>? Select(string field, long size)
    {
        var text = field.AsSpan().Trim(" \t");
        if (!text.StartsWith(Unit, StringComparison.OrdinalIgnoreCase))
            return null;
        text = text[Unit.Length..];

        var ranges = new List<ByteRange>(1);
        var specs = 0;
        var asksForTheEnd = false;
        foreach (var part in text.Split(','))
        {
            var spec = text[part].Trim(" \t");
            if (spec.IsEmpty)
                continue;
            if (++specs > HttpLimits.MaxRanges || !TryParse(spec, size, out var range))
                return null;
            if (range.Length > 0)
                ranges.Add(range);
            asksForTheEnd |= spec[0] == '-' && spec.ContainsAnyInRange('1', '9');
        }
        // An empty file has no bytes that a Content-Range could name, but its last N bytes are there (14.1.2): they are the whole of it.
        if (specs == 0 || (size == 0 && asksForTheEnd))
            return null;
        return ranges.Count > 1 ? Join(ranges) : ranges;
    }

    /// <summary>One range; its length is 0 when it is well-formed and nothing of it is there.</summary>
    private static bool TryParse(ReadOnlySpan<char> spec, long size, out ByteRange range)
    {
        range = default;
        var dash = spec.IndexOf('-');
        if (dash < 0)
            return false;
        if (dash == 0)
        {
            if (!TryNumber(spec[1..], out var suffix))
                return false;
            var length = Math.Min(suffix, size);
            range = new ByteRange(size - length, length);
            return true;
        }
        var last = long.MaxValue;
        if (!TryNumber(spec[..dash], out var first) || (dash + 1 < spec.Length && !TryNumber(spec[(dash + 1)..], out last)) || last < first)
            return false;
        range = first < size ? new ByteRange(first, Math.Min(last, size - 1) - first + 1) : default;
        return true;
    }

    /// <summary>Digits alone; a number too large for a file stands for the largest.</summary>
    private static bool TryNumber(ReadOnlySpan<char> text, out long value)
    {
        value = 0;
        if (text.IsEmpty || text.ContainsAnyExceptInRange('0', '9'))
            return false;
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value))
            value = long.MaxValue;
        return true;
    }

    private static List<ByteRange> Join(List<ByteRange> ranges)
    {
        var sorted = ranges.OrderBy(r => r.First).ToList();
        var joined = new List<ByteRange> { sorted[0] };
        foreach (var range in sorted.Skip(1))
        {
            var previous = joined[^1];
            if (range.First > previous.Last)
                joined.Add(range);
            else if (range.Last > previous.Last)
                joined[^1] = new ByteRange(previous.First, range.Last - previous.First + 1);
        }
        // Where nothing overlaps, the client's order is kept (RFC 9110, 15.3.7.2).
        return joined.Count == ranges.Count ? ranges : joined;
    }
}
