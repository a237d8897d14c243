using System.Text;
using System.Text.RegularExpressions;
using Atrium.Protocols.Http.Wire;
using CsCheck;

namespace Atrium.Protocols.Http.Tests.Wire;

/// <summary>RFC 9112, 2 to 6; ATTACKS 1, 3 and 4.</summary>
public partial class HeadReaderTests
{
    /// <summary>What heads are made of, sound and not.</summary>
    private static readonly Gen<string> Pieces = Gen.OneOf(
        "GET", "PUT", "get", "G\"T", " ", "  ", "\t", "/", "/a%20b", "/a%2", "/a#b", "*", "http://a/", "?b=c", "HTTP/1.1", "HTTP/1.0", "HTTP/2.0", "http/1.1",
        "\r\n", "\r\n", "\r\n", "\n", "\r", "\0", "Host", "Host: a", "Host: a:1", "Host: a,b", "Host: @a", "Host:", ": ", ":", "X", "X-A: b", "Content-Length: 5", "Content-Length: +5",
        "Content-Length: 05", "Transfer-Encoding: chunked", "Transfer-Encoding: gzip, chunked", "Transfer-Encoding: x", "\u00e9", "\u007f", ",", "5");

    private static readonly Gen<string> Heads = Gen.OneOf(
        Gen.Select(Gen.OneOf("GET", "PUT", "OPTIONS", "get"), Gen.OneOf("/", "/a%20b?c", "*", "http://a/b", "a"), Gen.OneOf("HTTP/1.1", "HTTP/1.0", "HTTP/1.2"), Pieces.Array[0, 8])
            .Select((method, target, version, rest) => $"{method} {target} {version}\r\nHost: a\r\n{string.Concat(rest)}\r\n\r\n"),
        Gen.OneOf("Host: a", "Host: a:1", "Content-Length: 5", "Content-Length: 6", "Transfer-Encoding: chunked", "Transfer-Encoding: gzip, chunked", "X: y", "X:\ty ", " X: y", "X : y").Array[0, 4]
            .Select(lines => $"GET / HTTP/1.1\r\n{string.Concat(lines.Select(line => line + "\r\n"))}\r\n"),
        Pieces.Array[0, 20].Select(string.Concat));

    [Fact]
    public void Read_AnyHead_SaysWhatAnotherParserSays() => Heads.Sample(
        head =>
        {
            var bytes = Encoding.Latin1.GetBytes(head);
            var reader = new HeadReader();
            var fault = reader.Read(bytes, HeadLimits.Default, needsHost: true);
            var expected = Slow.EndOf(head);
            if (expected > 0)
                Assert.True(fault is null && reader.End == expected, $"{head}: {fault}");
            else
                Assert.True(reader.End == 0, head);
        },
        iter: 100_000);

    [Fact]
    public void Read_InAnyPieces_SaysTheSame() => Gen.Select(Heads, Gen.Int[1, 7]).Sample(
        (head, piece) =>
        {
            var bytes = Encoding.Latin1.GetBytes(head);
            var (whole, inPieces) = (new HeadReader(), new HeadReader());
            var fault = whole.Read(bytes, HeadLimits.Default, needsHost: true);
            HeadFault? faultInPieces = null;
            for (var length = Math.Min(piece, bytes.Length); faultInPieces is null && inPieces.End == 0 && length > 0; length = length == bytes.Length ? 0 : Math.Min(length + piece, bytes.Length))
                faultInPieces = inPieces.Read(bytes.AsSpan(0, length), HeadLimits.Default, needsHost: true);
            Assert.Equal((whole.End, fault is null), (inPieces.End, faultInPieces is null));
            if (whole.End > 0)
                Assert.Equal((whole.Target, whole.Host, whole.ContentLength, whole.IsChunked), (inPieces.Target, inPieces.Host, inPieces.ContentLength, inPieces.IsChunked));
        },
        iter: 20_000);

    [Fact]
    public void Read_AfterReset_RemembersNothing()
    {
        var reader = new HeadReader();
        Assert.Null(reader.Read("PUT /a HTTP/1.0\r\nHost: a\r\nContent-Length: 5\r\nAuthorization: b\r\n\r\n"u8, HeadLimits.Default, needsHost: true));
        reader.Reset();

        Assert.Null(reader.Read("PUT /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\nAuthorization: c\r\nHost: b\r\n\r\n"u8, HeadLimits.Default, needsHost: true));
        Assert.True(reader is { IsChunked: true, ContentLength: 0, IsHttp10: false });
    }

    [Theory]
    [InlineData(99, 0)]
    [InlineData(100, 431)]
    public void Read_FieldsAtAndOverTheLimit_AreTakenAndRefused(int count, int status)
    {
        var head = $"GET / HTTP/1.1\r\nHost: a\r\n{string.Concat(Enumerable.Repeat("X: y\r\n", count))}\r\n";
        Assert.Equal(status, new HeadReader().Read(Encoding.ASCII.GetBytes(head), HeadLimits.Default, needsHost: true)?.Status ?? 0);
    }

    /// <summary>Refused while it comes: nobody holds it.</summary>
    [Theory]
    [InlineData("GET /", 16 * 1024 - 4, 414)]
    [InlineData("", 33, 400)]
    [InlineData("GET / HTTP/1.1\r\nX: ", 32 * 1024 - 2, 431)]
    public void Read_LineOverTheLimit_IsRefusedBeforeItsEnd(string beginning, int length, int status)
        => Assert.Equal(status, new HeadReader().Read(Encoding.ASCII.GetBytes(beginning + new string('A', length)), HeadLimits.Default, needsHost: true)?.Status);

    /// <summary>The grammar of the RFCs as regular expressions: slow, and of another make.</summary>
    private static partial class Slow
    {
        internal static int EndOf(string head)
        {
            var match = Whole().Match(head);
            if (!match.Success || match.Groups["method"].Value.Any(char.IsAsciiLetterLower) || match.Groups["method"].Value is "CONNECT")
                return 0;
            var fields = match.Groups["name"].Captures.Zip(match.Groups["value"].Captures, (name, value) => (Name: name.Value.ToLowerInvariant(), Value: value.Value.Trim(' ', '\t'))).ToList();
            string[] Of(string name) => [.. fields.Where(field => field.Name == name).Select(field => field.Value)];
            var (hosts, lengths, codings) = (Of("host"), Of("content-length"), Of("transfer-encoding"));
            var isOld = match.Groups["version"].Value == "HTTP/1.0";
            if (hosts.Length > 1 || (hosts.Length == 0 && !isOld) || !hosts.All(host => Host().IsMatch(host)) || Of("authorization").Length > 1 || Of("content-type").Length > 1)
                return 0;
            if (lengths.Length > 1 || !lengths.All(length => Length().IsMatch(length)) || codings.Length > 1 || (codings.Length == 1 && (lengths.Length > 0 || isOld)))
                return 0;
            if (codings.Length == 1 && !codings[0].Equals("chunked", StringComparison.OrdinalIgnoreCase))
                return 0;
            var target = match.Groups["target"].Value;
            if (target == "*" && match.Groups["method"].Value != "OPTIONS")
                return 0;
            if (Absolute().Match(target) is { Success: true } absolute && (hosts.Length == 0 || absolute.Groups["host"].Value != hosts[0]))
                return 0;
            return match.Length;
        }

        private const string Path = @"(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/\[\]{}|^`""]|%[0-9A-Fa-f]{2})";
        private const string Query = @"(?:\?(?:[!""$&-~]|%[0-9A-Fa-f]{2})*)?";
        private const string Token = @"[!#$%&'*+\-.^_`|~0-9A-Za-z]";

        [GeneratedRegex(@"\A(?:\r\n)?(?<method>" + Token + @"{1,32}) (?<target>\*|/" + Path + "*" + Query + "|https?://[A-Za-z0-9.:]+(?:/" + Path + "*)?" + Query + @") (?<version>HTTP/1\.[01])\r\n(?:(?<name>" + Token + @"+):(?<value>[\t\x20-\x7E\x80-\xFF]*)\r\n)*\r\n")]
        private static partial Regex Whole();

        [GeneratedRegex(@"\A[A-Za-z0-9\-._~]+(?::[0-9]{1,5})?\z")]
        private static partial Regex Host();

        [GeneratedRegex(@"\A(?:0|[1-9][0-9]{0,17})\z")]
        private static partial Regex Length();

        [GeneratedRegex(@"\Ahttps?://(?<host>[^/?]*)")]
        private static partial Regex Absolute();
    }
}
