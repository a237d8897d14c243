using System.Buffers;
using System.Text;

namespace Atrium.Protocols.Http.Wire;

/// <summary>
/// The head of a request, read strictly (RFC 9112, 2 to 6): a pure parser that is shown the bytes from the first of the head on, more of them
/// each time, and looks at each line once. It takes what the grammar allows and nothing else; where two servers read a head differently, a
/// second request is smuggled inside the first (ATTACKS 1 and 3).
/// </summary>
internal sealed class HeadReader
{
    /// <summary>The longest method that is registered has 17.</summary>
    private const int MaxMethodBytes = 32;

    /// <summary>Digits of a length: the largest number of bytes that a long counts has 19.</summary>
    private const int MaxLengthDigits = 18;

    private static readonly SearchValues<byte> TokenBytes = SearchValues.Create(
        "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    private static readonly SearchValues<byte> LowerCase = SearchValues.Create("abcdefghijklmnopqrstuvwxyz"u8);

    // RFC 9110, 5.5: CR, LF, NUL and other control characters are invalid; the tab is not.
    private static readonly SearchValues<byte> Controls = SearchValues.Create([.. Enumerable.Range(0, 0x20).Where(i => i != '\t').Select(i => (byte)i), 0x7F]);

    private int lineStart, fieldBytes, fields;
    private bool hasRequestLine, hasLength, hasAuthorization, hasContentType, hasCoding, isCodingFinal, isCodingAlone;
    private bool asksForMore;
    private Range authority;

    /// <summary>The first byte of the request line: behind an empty line, where there was one.</summary>
    internal int Start { get; private set; }

    /// <summary>Behind the head's last byte, when it is complete.</summary>
    internal int End { get; private set; }

    /// <summary>Where the method stands in the bytes.</summary>
    internal Range Method { get; private set; }

    /// <summary>Where the target stands in the bytes.</summary>
    internal Range Target { get; private set; }

    /// <summary>Where the value of Host stands in the bytes; empty without one.</summary>
    internal Range Host { get; private set; }

    /// <summary>True when no content is wanted, not that of a refusal either.</summary>
    internal bool IsHead { get; private set; }

    /// <summary>True for HTTP/1.0.</summary>
    internal bool IsHttp10 { get; private set; }

    /// <summary>How many bytes of content follow; 0 where there are none, and where they are chunked.</summary>
    internal long ContentLength { get; private set; }

    /// <summary>True when a chunked body follows.</summary>
    internal bool IsChunked => hasCoding;

    /// <summary>The value of Accept-Encoding in the bytes; nothing where it is empty or not there.</summary>
    internal Range AcceptEncoding { get; private set; }

    /// <summary>The value of If-None-Match in the bytes; nothing where it is not there.</summary>
    internal Range IfNoneMatch { get; private set; }

    /// <summary>
    /// True for a request of HTTP/1.1 without content, with a host, and without fields that ask for more than the whole of something on a
    /// connection that goes on; an entity tag or a coding may be named once.
    /// </summary>
    internal bool IsPlain => !asksForMore && !IsHttp10 && !hasCoding && ContentLength == 0 && !Host.Equals(default(Range));

    /// <summary>True once a byte of the request has come that is not an empty line before it.</summary>
    internal bool HasBegun { get; private set; }

    /// <summary>Forgets the head before.</summary>
    internal void Reset()
    {
        (lineStart, fieldBytes, fields, Start, End) = (0, 0, 0, 0, 0);
        hasRequestLine = hasLength = hasAuthorization = hasContentType = hasCoding = isCodingFinal = isCodingAlone = IsHttp10 = IsHead = HasBegun = false;
        (Method, Target, Host, AcceptEncoding, IfNoneMatch, authority) = (default, default, default, default, default, default);
        (ContentLength, asksForMore) = (0, false);
    }

    /// <summary>Reads on.</summary>
    /// <param name="bytes">From the head's first byte on, all that has come.</param>
    /// <param name="limits">How long it may be.</param>
    /// <param name="needsHost">Whether the door has names.</param>
    /// <returns>What is wrong; null when all is well, so far or (<see cref="End"/> is not 0) to the end.</returns>
    internal HeadFault? Read(ReadOnlySpan<byte> bytes, HeadLimits limits, bool needsHost)
    {
        while (true)
        {
            var rest = bytes[lineStart..];
            var end = rest.IndexOf((byte)'\n');
            if (end < 0)
                return OfUnfinished(rest, limits);
            if (end == 0 || rest[end - 1] != '\r')
                return HeadFault.Malformed("A line of the head does not end with CRLF.");
            var line = rest[..(end - 1)];
            var start = lineStart;
            lineStart += end + 1;
            HeadFault? fault = null;
            if (hasRequestLine && line.IsEmpty)
                return OfWhole(bytes, needsHost);
            if (hasRequestLine)
                fault = ReadField(line, start, limits);
            else if (!line.IsEmpty)
                fault = ReadRequestLine(line, start, limits);
            else if (Start > 0)
                fault = HeadFault.Malformed("More than one empty line stands before the request.");
            else
                Start = lineStart;
            if (fault is not null)
                return fault;
        }
    }

    private HeadFault? OfUnfinished(ReadOnlySpan<byte> line, HeadLimits limits)
    {
        if (line.IsEmpty)
            return null;
        HasBegun |= hasRequestLine || line is not [(byte)'\r'];
        // A return can be the first half of the line's end.
        if (line[^1] == '\r')
            line = line[..^1];
        if (line.ContainsAny(Controls))
            return HeadFault.Malformed("The head has a control character.");
        if (hasRequestLine)
            return fieldBytes + line.Length > limits.FieldBytes ? TooManyFields(limits) : null;
        if (line.Length > MaxMethodBytes && !line[..(MaxMethodBytes + 1)].Contains((byte)' '))
            return HeadFault.Malformed("The method is too long.");
        return line.Length > limits.RequestLineBytes ? LineTooLong(limits) : null;
    }

    private HeadFault? ReadRequestLine(ReadOnlySpan<byte> line, int at, HeadLimits limits)
    {
        (hasRequestLine, HasBegun) = (true, true);
        // 1. Three parts, with one space between two of them.
        var first = line.IndexOf((byte)' ');
        if ((first < 0 ? line.Length : first) > MaxMethodBytes)
            return HeadFault.Malformed("The method is too long.");
        if (line.Length > limits.RequestLineBytes)
            return LineTooLong(limits);
        var second = first <= 0 ? -1 : line[(first + 1)..].IndexOf((byte)' ');
        if (second <= 0)
            return HeadFault.Malformed("The request line is not a method, a target and a version, with one space between two of them.");
        second += first + 1;
        var method = line[..first];
        var target = line[(first + 1)..second];
        var version = line[(second + 1)..];
        if (method.ContainsAnyExcept(TokenBytes))
            return HeadFault.Malformed("The method has a character that is not allowed there.");

        // 2. The version (2.3), which is written in capitals.
        if (version.Length != 8 || !version.StartsWith("HTTP/"u8) || version[6] != '.' || !char.IsAsciiDigit((char)version[5]) || !char.IsAsciiDigit((char)version[7]))
            return HeadFault.Malformed("The version of HTTP is not written as HTTP/1.1.");
        if (version[5] != '1' || version[7] > '1')
            return new HeadFault(505, "Only HTTP/1.1 and HTTP/1.0 are spoken here, and HTTP/2 where TLS has agreed on it.");
        IsHttp10 = version[7] == '0';

        // 3. Methods are case-sensitive (RFC 9110, 9.1); ASP.NET takes "get" for GET.
        if (method.ContainsAny(LowerCase))
            return new HeadFault(501, "A method is written in capitals.");
        if (method.SequenceEqual("CONNECT"u8))
            return new HeadFault(501, "This is not a proxy: there are no tunnels.");

        IsHead = method.SequenceEqual("HEAD"u8);

        // 4. The target.
        if (TargetSyntax.Violation(method, target, out authority) is { } wrong)
            return HeadFault.Malformed(wrong);
        (Method, Target) = (at..(at + first), (at + first + 1)..(at + second));
        return null;
    }

    private HeadFault? ReadField(ReadOnlySpan<byte> line, int at, HeadLimits limits)
    {
        fieldBytes += line.Length + 2;
        if (fieldBytes > limits.FieldBytes || ++fields > limits.Fields)
            return TooManyFields(limits);
        if (line[0] is (byte)' ' or (byte)'\t')
            return HeadFault.Malformed("A line of the head begins with a space: fields may not be folded.");
        var colon = line.IndexOf((byte)':');
        if (colon <= 0 || line[..colon].ContainsAnyExcept(TokenBytes))
            return HeadFault.Malformed("A line of the head is not a field's name, a colon and a value.");
        var value = line[(colon + 1)..].Trim(" \t"u8);
        if (value.ContainsAny(Controls))
            return HeadFault.Malformed("A field has a control character.");
        return Note(line[..colon], value, at + colon + 1 + line[(colon + 1)..].IndexOfAnyExcept((byte)' ', (byte)'\t'));
    }

    /// <summary>Looks at the fields on which it depends where a request ends and whose it is; they stand there once.</summary>
    private HeadFault? Note(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, int at)
    {
        switch (name.Length)
        {
            case 4 when Is(name, "host"u8):
                if (!Host.Equals(default(Range)))
                    return Repeated("Host");
                // Where it is empty it must not look as if it were not there.
                Host = value.IsEmpty ? 1..1 : at..(at + value.Length);
                return null;
            case 5 when Is(name, "range"u8):
            case 6 when Is(name, "expect"u8):
            case 7 when Is(name, "upgrade"u8):
            case 8 when Is(name, "if-match"u8) || Is(name, "if-range"u8):
            case 17 when Is(name, "if-modified-since"u8):
            case 19 when Is(name, "if-unmodified-since"u8):
                asksForMore = true;
                return null;
            case 10 when Is(name, "connection"u8):
                asksForMore |= !Is(value, "keep-alive"u8);
                return null;
            case 13 when Is(name, "if-none-match"u8):
                asksForMore |= !IfNoneMatch.Equals(default(Range)) || value.IsEmpty;
                IfNoneMatch = at..(at + value.Length);
                return null;
            case 15 when Is(name, "accept-encoding"u8):
                asksForMore |= !AcceptEncoding.Equals(default(Range)) || value.IsEmpty;
                AcceptEncoding = at..(at + value.Length);
                return null;
            case 12 when Is(name, "content-type"u8):
                return hasContentType ? Repeated("Content-Type") : Once(ref hasContentType);
            case 13 when Is(name, "authorization"u8):
                return hasAuthorization ? Repeated("Authorization") : Once(ref hasAuthorization);
            case 14 when Is(name, "content-length"u8):
                return hasLength ? Repeated("Content-Length") : ReadLength(value);
            case 17 when Is(name, "transfer-encoding"u8):
                (isCodingAlone, isCodingFinal) = (!hasCoding && Is(value, "chunked"u8), IsChunkedLast(value));
                hasCoding = true;
                return null;
            default:
                return null;
        }
    }

    /// <summary>RFC 9110, 8.6: digits, and without zeros before them, which some take for a number with another base.</summary>
    private HeadFault? ReadLength(ReadOnlySpan<byte> value)
    {
        hasLength = true;
        if (value.Length is 0 or > MaxLengthDigits || value.ContainsAnyExceptInRange((byte)'0', (byte)'9') || (value.Length > 1 && value[0] == '0'))
            return HeadFault.Malformed("The field Content-Length is not a number of bytes.");
        foreach (var digit in value)
            ContentLength = ContentLength * 10 + (digit - '0');
        return null;
    }

    private HeadFault? OfWhole(ReadOnlySpan<byte> bytes, bool needsHost)
    {
        // 1. Whose it is (3.2). HTTP/1.0 needs no Host, nor does the server's own socket.
        if (Host.Equals(default(Range)))
        {
            if (needsHost && !IsHttp10)
                return HeadFault.Malformed("The field Host is missing.");
        }
        else if ((bytes[Host].Length > 0 || needsHost) && HostSyntax.Violation(bytes[Host]) is { } wrong)
        {
            return HeadFault.Malformed(wrong);
        }
        if (!authority.Equals(default(Range)) && !HostSyntax.AreSame(bytes[Target][authority], bytes[Host]))
            return HeadFault.Malformed("The target of the request names another host than the field Host.");

        // 2. Where it ends (6.1 and 6.3).
        if (hasCoding && hasLength)
            return HeadFault.Malformed("Content-Length and Transfer-Encoding are both given.");
        if (hasCoding && IsHttp10)
            return HeadFault.Malformed("Transfer-Encoding does not go with HTTP/1.0.");
        if (hasCoding && !isCodingAlone)
        {
            return isCodingFinal
                ? new HeadFault(501, "The only transfer coding that is known here is chunked, once.")
                : HeadFault.Malformed("The last transfer coding of a request is chunked.");
        }
        End = lineStart;
        return null;
    }

    private static HeadFault? Once(ref bool seen)
    {
        seen = true;
        return null;
    }

    private static HeadFault Repeated(string name) => HeadFault.Malformed($"The field {name} is repeated.");

    private static HeadFault LineTooLong(HeadLimits limits) => new(414, $"The request line has more than {limits.RequestLineBytes} bytes.");

    private static HeadFault TooManyFields(HeadLimits limits) => new(431, $"The head has more than {limits.Fields} fields, or more than {limits.FieldBytes} bytes of them.");

    private static bool Is(ReadOnlySpan<byte> text, ReadOnlySpan<byte> lower) => Ascii.EqualsIgnoreCase(text, lower);

    private static bool IsChunkedLast(ReadOnlySpan<byte> value) => Is(value[(value.LastIndexOf((byte)',') + 1)..].Trim(" \t"u8), "chunked"u8);
}
