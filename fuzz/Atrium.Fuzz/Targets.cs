using System.Net;
using System.Text;
using Atrium.Core.Repository;
using Atrium.Protocols.Admission;
using Atrium.Protocols.Http;
using Atrium.Protocols.Http.Files;
using Atrium.Protocols.Http.Requests;
using Atrium.Protocols.Http.SignIn;
using Atrium.Protocols.Http.Wire;
using Microsoft.AspNetCore.Http;

namespace Atrium.Fuzz;

/// <summary>
/// The parsers that strangers' bytes reach first. A target throws for what must not be: an exception of the parser itself, or an answer
/// that breaks its promise.
/// </summary>
public static class Targets
{
    /// <summary>By name; each has a folder of the same name in <c>fuzz/corpus</c>.</summary>
    public static IReadOnlyDictionary<string, Action<byte[]>> All { get; } = new Dictionary<string, Action<byte[]>>
    {
        ["target"] = Target,
        ["query"] = Query,
        ["chunked"] = Chunked,
        ["head"] = Head,
        ["range"] = Range,
        ["tags"] = Tags,
        ["fields"] = Fields,
        ["basic"] = Basic,
        ["host"] = Host,
        ["proxy-header"] = Proxy,
        ["forwarded"] = Forwarded,
        ["redirects"] = SiteRuleTargets.Redirects,
        ["headers"] = SiteRuleTargets.Headers,
    };

    private static void Target(byte[] input)
    {
        if (!RequestTarget.Parse(Text(input)).Try(out var target, out _))
            return;
        foreach (var name in target.Segments)
            Must(name is not ("" or "." or "..") && !name.Contains('/') && !name.Any(char.IsControl), $"the name '{name}'");
        if (!NodePath.FromNames(target.Segments).Try(out var path, out _))
            return;
        // What was read once is read the same again.
        var again = RequestTarget.Parse(FilePath.Link(path, NodeKind.Folder)).Value;
        Must(NodePath.FromNames(again.Segments[3..]).Value.Equals(path), $"the path {path}");
    }

    private static void Query(byte[] input)
    {
        if (!RequestQuery.Parse(Text(input)).Try(out var query, out _))
            return;
        Must(query.Count <= 16, "too many parameters");
        _ = query.Number("limit", 1, 1000);
        _ = query.Time("at");
        _ = query.Switch("deleted");
        _ = ListFolder.ReadQuery(query);
    }

    private static void Head(byte[] input)
    {
        var limits = HeadLimits.Default;
        var (whole, inPieces) = (new HeadReader(), new HeadReader());
        var fault = whole.Read(input, limits, needsHost: true);
        HeadFault? faultInPieces = null;
        for (var length = 1; length <= input.Length && faultInPieces is null && inPieces.End == 0; length++)
            faultInPieces = inPieces.Read(input.AsSpan(0, length), limits, needsHost: true);
        // In pieces it may be known sooner what is wrong, and another thing of several.
        Must(whole.End == inPieces.End && fault is null == faultInPieces is null, "pieces read differently");
        if (whole.End == 0)
            return;
        Must(input.AsSpan(0, whole.End).EndsWith("\r\n\r\n"u8), "a head without its end");
        Must(input[whole.Target].All(b => b is > 0x20 and < 0x7F), "a byte in the target");
        Must(!whole.IsChunked || (whole.ContentLength == 0 && !whole.IsHttp10), "two framings");
        // What follows is not looked at.
        var longer = new HeadReader();
        Must(longer.Read([.. input, .. "\0\n"u8], limits, needsHost: true) is null && longer.End == whole.End, "another end");
    }

    private static void Chunked(byte[] input)
    {
        var (whole, inPieces) = (new ChunkedFraming(), new ChunkedFraming());
        var wrong = whole.Look(input, out var taken);
        Must(taken <= input.Length && (wrong is not null || whole.HasEnded || taken == input.Length), "bytes left over");
        string? wrongInPieces = null;
        foreach (var b in input)
            wrongInPieces ??= inPieces.Look([b], out _);
        Must(wrong == wrongInPieces && (wrong is not null || whole.HasEnded == inPieces.HasEnded), "pieces read differently");
    }

    private static void Range(byte[] input)
    {
        var text = Text(input);
        foreach (var size in new long[] { 0, 1, 1000, long.MaxValue })
        {
            var end = 0m;
            foreach (var range in Ranges.Select(text, size) ?? [])
            {
                Must(range.First >= 0 && range.Length > 0 && range.Last < size, $"the range {range} of {size}");
                end += range.Length;
            }
            Must(end <= size, "more bytes than there are");
        }
        if (ContentRange.Parse(text).Try(out var part, out _))
            Must(part.First >= 0 && part.Length > 0 && part.Last >= part.First, $"the part {part}");
    }

    private static void Tags(byte[] input)
    {
        if (EntityTags.Parse(Text(input)) is not { } tags)
            return;
        Must(tags.IsAny || tags.All.Count is > 0 and <= HttpLimits.MaxEntityTags, "no tag, or too many");
        Must(tags.All.All(tags.MatchWeak) && tags.Strong.All(tags.MatchStrong), "a tag that does not match itself");
    }

    /// <summary>The fields of an upload and of a condition, one a line.</summary>
    private static void Fields(byte[] input)
    {
        var context = new DefaultHttpContext();
        foreach (var line in Text(input).Split('\n'))
        {
            var colon = line.IndexOf(':');
            if (colon > 0)
                context.Request.Headers.Append(line[..colon], line[(colon + 1)..].Trim(' '));
        }
        _ = FieldRules.Violation(context.Request);
        _ = CrossSite.IsForeign(context.Request);
        _ = Conditions.Evaluate(context.Request.Headers, "tag", DateTimeOffset.UnixEpoch);
        _ = Conditions.AllowsRange(context.Request.Headers, "tag", DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue);
        if (UploadFields.Read(context.Request).Try(out var options, out _))
        {
            Must(options.MediaType?.Any(c => c is < ' ' or > '~') != true, $"the media type {options.MediaType}");
            Must(options.ExpectedSha256 is null or { Length: 32 }, "a digest of another length");
        }
    }

    private static void Basic(byte[] input)
    {
        if (BasicCredentials.ToPlain(Text(input)) is { } plain)
            Must(plain[0] == 0 && plain.Count(b => b == 0) == 2, "not two parts");
    }

    private static void Host(byte[] input)
    {
        var names = new HashSet<string> { "example.org" };
        if (OwnHosts.Match(new HostString(Text(input)), IPAddress.Parse("192.0.2.1"), names) is { } host)
            Must(Uri.CheckHostName(host) != UriHostNameType.Unknown, $"the host {host}");
    }

    private static void Proxy(byte[] input)
    {
        var read = ProxyHeader.Read(input);
        Must(read.Length <= input.Length && read.Kind == ProxyHeaderKind.Complete == read.Length > 0, "a header that is not there");
        if (read.Kind != ProxyHeaderKind.Complete)
            return;
        // What follows it changes nothing, and without its last byte it is none.
        Must(ProxyHeader.Read([.. input, 0]) == read, "read on");
        Must(ProxyHeader.Read(input.AsSpan(0, read.Length - 1)).Kind == ProxyHeaderKind.Incomplete, "complete too early");
    }

    private static void Forwarded(byte[] input)
    {
        var text = Text(input);
        foreach (var (forwardedFor, forwarded) in new[] { (text, ""), ("", text) })
        {
            // Where everybody is a proxy, and where nobody is: whoever is found is an address.
            _ = ForwardedFor.Client(forwardedFor.Length == 0 ? default : new(forwardedFor), new(forwarded), _ => true);
            var last = ForwardedFor.Client(forwardedFor.Length == 0 ? default : new(forwardedFor), new(forwarded), _ => false);
            Must(last is null || !last.IsIPv4MappedToIPv6, $"the client {last}");
        }
    }

    // Kestrel hands over what it has checked to be UTF-8, or Latin-1.
    internal static string Text(byte[] input) => Encoding.UTF8.GetString(input);

    internal static void Must(bool holds, string otherwise)
    {
        if (!holds)
            throw new InvalidOperationException(otherwise);
    }
}
