using System.Globalization;
using Atrium.Core;

namespace Atrium.Protocols.Http.Files;

/// <summary>Content-Range in a request (RFC 9110, 14.4 and 14.5): <c>bytes 100-199/*</c> or <c>bytes 100-199/200</c>.</summary>
internal static class ContentRange
{
    private const string Unit = "bytes ";

    internal static Outcome<ByteRange> Parse(string field)
    {
        var text = field.AsSpan().Trim(" \t");
        if (text.StartsWith(Unit, StringComparison.OrdinalIgnoreCase))
        {
            text = text[Unit.Length..];
            var dash = text.IndexOf('-');
            var slash = text.IndexOf('/');
            if (dash > 0 && slash > dash && TryNumber(text[..dash], out var first) && TryNumber(text[(dash + 1)..slash], out var last)
                && last >= first && last < long.MaxValue && (text[(slash + 1)..] is "*" || (TryNumber(text[(slash + 1)..], out var total) && total == last + 1)))
                return new ByteRange(first, last - first + 1);
        }
        return Refused.Invalid("Content-Range is written: bytes FIRST-LAST/*, and ends the file.");
    }

    private static bool TryNumber(ReadOnlySpan<char> text, out long value)
        => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
}
