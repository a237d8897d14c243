using System.Text;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Atrium.Protocols.Http;

/// <summary>Every limit of HTTP, with its reason, in one place.</summary>
public static class HttpLimits
{
    /// <summary>
    /// Bytes of a JSON body: the longest request names two paths of <see cref="Core.Repository.NodePath.MaxPathBytes"/>, each byte
    /// escaped to six at worst. File bodies are not bound by this: there the quota is the limit.
    /// </summary>
    public const int MaxJsonBytes = 64 * 1024;

    /// <summary>
    /// Bytes of a request line: a path of 4,096 bytes in which every byte is percent-encoded, the query, the method. Beyond: 414.
    /// </summary>
    public const int MaxRequestLineBytes = 16 * 1024;

    /// <summary>Bytes of all fields of a request: the largest seen from browsers (cookies) is about 16 KiB. Beyond: 431.</summary>
    public const int MaxFieldsBytes = 32 * 1024;

    /// <summary>Number of fields of a request; browsers send about 25. Beyond: 431.</summary>
    public const int MaxFields = 100;

    /// <summary>Ranges answered in one request: a PDF reader asks for about 10. More are answered with the whole file (RFC 9110, 14.2).</summary>
    public const int MaxRanges = 16;

    /// <summary>Entity tags in one condition: enough for a cache that holds many versions.</summary>
    public const int MaxEntityTags = 64;

    /// <summary>
    /// Bytes of sites that are kept in memory, compressed forms included: the whole of most sites, and little beside what the server takes
    /// anyway. What does not fit is read from the store, whose files the kernel has in its cache.
    /// </summary>
    public const long MaxSiteMemory = 128L * 1024 * 1024;

    /// <summary>A larger file of a site is read from the store at each request: reading it costs little beside sending it.</summary>
    public const int MaxFileInMemory = 1024 * 1024;

    /// <summary>Bytes of the list of a deployment: <see cref="Core.Sites.SiteLimits.MaxFiles"/> files of a path and a hash each.</summary>
    public const int MaxManifestBytes = 32 * 1024 * 1024;

    /// <summary>Bytes of a configuration: about as many things as a server of the largest size has, 100,000 accounts with their homes and grants.</summary>
    public const int MaxConfigBytes = 32 * 1024 * 1024;

    /// <summary>
    /// Bytes of a body of WebDAV in XML: a patch of as many properties as a resource may have is rarely sent at once; what clients ask is below 4 KiB.
    /// </summary>
    public const int MaxXmlBytes = 256 * 1024;

    /// <summary>Attributes of one element of such a body: clients declare a handful of prefixes.</summary>
    public const int MaxXmlAttributes = 64;

    /// <summary>Elements within elements of such a body: what clients send has six, and a property of their own a few more.</summary>
    public const int MaxXmlDepth = 32;

    /// <summary>
    /// Properties that one request names: the clients that ask for most name about thirty. Each that a resource has not is named in the
    /// answer, for each resource again.
    /// </summary>
    public const int MaxXmlProperties = 256;

    /// <summary>Tests in one field If: a client that moves a folder names the locks in it, of which it holds a few.</summary>
    public const int MaxIfTests = 64;

    /// <summary>How long an application behind a site may take to accept a connection: on loopback or in a data centre it is there or not.</summary>
    public static readonly TimeSpan ProxyConnectTime = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long an application may say nothing, in the middle of an answer too: slow reports come within it, and a client's own patience
    /// seldom lasts longer. A WebSocket that is silent for so long is closed; those in use ping more often.
    /// </summary>
    public static readonly TimeSpan ProxyIdleTime = TimeSpan.FromSeconds(100);

    /// <summary>Seconds that a client may wait for the next change: shorter than the idle time-outs of usual proxies and firewalls.</summary>
    public static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(60);

    /// <summary>Seconds after which a refused client shall try again.</summary>
    public static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(2);

    /// <summary>From the first byte of a request's head to its last: a slow head is closed in time (below 30 s), a satellite link is not.</summary>
    public static readonly TimeSpan HeadTime = TimeSpan.FromSeconds(15);

    /// <summary>An idle connection: browsers and programs come back within a minute, and each idle TLS connection costs 48 KB.</summary>
    public static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(75);

    /// <summary>
    /// What a sender must reach, in bytes per second, after <see cref="GraceTime"/>: Kestrel's own default, slower than any modem.
    /// </summary>
    public const int MinBodyRate = 240;

    /// <summary>
    /// What a reader must reach, in bytes per second, after <see cref="GraceTime"/>. The time allowed is reckoned on what was written at
    /// once (up to 64 KiB of buffer): at 4 KiB/s a reader that has stopped is closed after about 20 s, at Kestrel's 240 B/s after minutes.
    /// </summary>
    public const int MinReadRate = 4096;

    /// <summary>
    /// For one piece of a long answer to be taken, unless the connection reads at <see cref="MinReadRate"/> otherwise: longer than Kestrel's
    /// own limit, which ends most such readers first, and below 30 s.
    /// </summary>
    public static readonly TimeSpan StallTime = TimeSpan.FromSeconds(25);

    /// <summary>Before the least rates count: a lost packet or two.</summary>
    public static readonly TimeSpan GraceTime = TimeSpan.FromSeconds(5);

    /// <summary>Streams of one HTTP/2 connection at once (RFC 9113, 5.1.2): the least that the RFC recommends.</summary>
    public const int MaxStreams = 100;

    /// <summary>Sets the limits on the server. The firewall counts connections; Kestrel's own counters are per endpoint and stay off.</summary>
    public static void ApplyTo(KestrelServerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.AddServerHeader = false;
        options.AllowSynchronousIO = false;
        options.RequestHeaderEncodingSelector = name =>
            name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase) ? DigitsOnlyEncoding.Instance : null;

        var limits = options.Limits;
        limits.MaxRequestBodySize = MaxJsonBytes;
        limits.MaxRequestLineSize = MaxRequestLineBytes;
        limits.MaxRequestHeadersTotalSize = MaxFieldsBytes;
        limits.MaxRequestHeaderCount = MaxFields;
        limits.RequestHeadersTimeout = HeadTime;
        limits.KeepAliveTimeout = IdleTime;
        limits.MinRequestBodyDataRate = new(MinBodyRate, GraceTime);
        limits.MinResponseDataRate = new(MinReadRate, GraceTime);
        limits.Http2.MaxStreamsPerConnection = MaxStreams;
        limits.Http2.MaxRequestHeaderFieldSize = MaxRequestLineBytes;
        // A peer that is gone without a word would hold its streams for ever.
        limits.Http2.KeepAlivePingDelay = TimeSpan.FromSeconds(60);
        limits.Http2.KeepAlivePingTimeout = TimeSpan.FromSeconds(20);
    }

    /// <summary>
    /// Kestrel reads Content-Length as a number with a sign, "+5" and "-0" among them, and keeps no trace of the text. RFC 9110, 8.6 allows
    /// digits only, and a difference between two servers on where a body ends is how requests are smuggled (ATTACKS 1). The field's
    /// encoding is the one place where the bytes can still be seen: what is no digit becomes a letter, which Kestrel refuses with 400.
    /// </summary>
    private sealed class DigitsOnlyEncoding : Encoding
    {
        internal static readonly DigitsOnlyEncoding Instance = new();

        public override int GetByteCount(char[] chars, int index, int count) => count;

        public override int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex)
            => throw new NotSupportedException("Fields are only read with this encoding.");

        public override int GetCharCount(byte[] bytes, int index, int count) => count;

        public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex)
        {
            for (var i = 0; i < byteCount; i++)
                chars[charIndex + i] = char.IsAsciiDigit((char)bytes[byteIndex + i]) ? (char)bytes[byteIndex + i] : 'x';
            return byteCount;
        }

        public override int GetMaxByteCount(int charCount) => charCount;

        public override int GetMaxCharCount(int byteCount) => byteCount;
    }
}
