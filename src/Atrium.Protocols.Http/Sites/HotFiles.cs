using System.Text;
using Atrium.Protocols.Connections;
using Atrium.Protocols.Http.Dispatch;
using Atrium.Protocols.Http.Wire;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Primitives;

namespace Atrium.Protocols.Http.Sites;

/// <summary>
/// The files of sites that are in memory, as answers that are ready. Whatever depends on more than the address, the coding and one entity tag
/// is not, nor is anything whose answer could be another for somebody else: it goes the way of all requests, which says the same in more time.
/// </summary>
internal sealed class HotFiles(HttpServices services, SiteFront sites, Turnstile turnstile, HttpMeasures measures) : IHotAnswers
{
    /// <summary>Longer ones are written in steps, each of which waits for the reader: those Kestrel sends.</summary>
    private const int MaxBodyBytes = 128 * 1024;

    /// <summary>The longest name of a host (RFC 1035, 2.3.4), and a port.</summary>
    private const int MaxHostBytes = 253 + 6;

    /// <summary>Longer paths are looked for by Kestrel's way, which has them as strings.</summary>
    private const int MaxPathBytes = 1024;

    /// <inheritdoc/>
    public HotAnswer? Find(ConnectionContext connection, HttpDoor door, HeadReader head, ReadOnlySpan<byte> bytes)
    {
        // 1. Only what the look-up below can know all about.
        if (!head.IsPlain || door.Kind == HttpDoorKind.Local || services.Requests.IsTraced || services.Rates.IsOn || services.AtOnce.IsOn || services.Journal.RecordsVisits)
            return null;
        var (isGet, target, authority) = (bytes[head.Method].SequenceEqual("GET"u8), head.Target, head.Host);
        var (targetLength, hostLength) = (target.End.Value - target.Start.Value, authority.End.Value - authority.Start.Value);
        if ((!isGet && !head.IsHead) || bytes[target.Start.Value] != '/' || targetLength > MaxPathBytes || hostLength > MaxHostBytes)
            return null;
        if (services.Firewall.HasProxies && services.Firewall.IsProxy(connection.Features.Get<OpenConnection>()?.Peer))
            return null;
        if (head.IsHead && turnstile.RefusesMethod("HEAD", door))
            return null;

        // 2. Whose is it?
        Span<char> path = stackalloc char[targetLength];
        Encoding.Latin1.GetChars(bytes[target], path);
        Span<char> host = stackalloc char[hostLength];
        Encoding.Latin1.GetChars(bytes[authority], host);
        var question = path.IndexOf('?');
        var coding = head.AcceptEncoding.Equals(default(Range)) ? default : new StringValues(Encoding.Latin1.GetString(bytes[head.AcceptEncoding]));
        if (sites.FindHot(door, host, question < 0 ? path : path[..question], coding, out var fields) is not { } file || file.Length > MaxBodyBytes)
            return null;

        // 3. Has the client got it already? Any other condition is for those who know all of them.
        if (head.IfNoneMatch.Equals(default(Range)))
            return new HotAnswer(200, file.Prepared.Whole, fields, isGet ? file.Body : default);
        return bytes[head.IfNoneMatch].SequenceEqual(file.Prepared.QuotedTag) ? new HotAnswer(304, file.Prepared.NotModified, fields, default) : null;
    }

    /// <inheritdoc/>
    public void Note(HttpDoor door, int status, long began) => services.Requests.Record(measures.Site(door.Kind).Operation, status, began);
}
