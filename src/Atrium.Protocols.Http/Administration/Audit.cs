using Atrium.Api;
using Atrium.Core;
using Atrium.Core.Journal;
using Atrium.Protocols.Http.Dispatch;
using Atrium.Protocols.Http.Requests;
using Microsoft.AspNetCore.Http;

namespace Atrium.Protocols.Http.Administration;

/// <summary><c>GET /api/v1/audit</c>: the journal, page by page; waits for the next entry where it is told to.</summary>
internal static class Audit
{
    internal static async ValueTask<Refused?> HandleAsync(Exchange exchange)
    {
        var parameters = exchange.Query;
        if (parameters.Unknown("account", "path", "protocol", "peer", "kind", "since", "until", "limit", "after", "before", "wait") is { } unknown)
            return unknown;
        if (!Read(parameters).Try(out var query, out var refused)
            || !parameters.Number("wait", 0, (long)HttpLimits.MaxWait.TotalSeconds).Try(out var wait, out refused))
            return refused;
        if (!(await ReadAsync(exchange, query, TimeSpan.FromSeconds(wait ?? 0))).Try(out var page, out refused))
            return refused;
        return await exchange.JsonAsync(
            StatusCodes.Status200OK, new AuditPageRecord([.. page.Entries.Select(ToRecord)], page.Next.ToString(), page.Earlier?.ToString()),
            AtriumJson.Default.AuditPageRecord);
    }

    internal static async ValueTask<Refused?> HeadsAsync(Exchange exchange)
    {
        if (exchange.Query.Unknown() is { } unknown)
            return unknown;
        if (!(await exchange.Workspace.Journal.HeadsAsync(exchange.Aborted)).Try(out var heads, out var refused))
            return refused;
        return await exchange.JsonAsync(
            StatusCodes.Status200OK,
            new JournalHeadsRecord(
                heads.PublicKey,
                [.. heads.Heads.Select(head => new JournalHeadRecord(head.Stream, head.Number, head.Rows, head.Last, head.SealedAt, head.Hash, head.Signature, head.Key))]),
            AtriumJson.Default.JournalHeadsRecord);
    }

    private static Outcome<JournalQuery> Read(RequestQuery parameters)
    {
        if (!parameters.Number("limit", 1, JournalQuery.MaxLimit).Try(out var limit, out var refused)
            || !parameters.Time("since").Try(out var since, out refused)
            || !parameters.Time("until").Try(out var until, out refused)
            || !Cursor(parameters, "after").Try(out var after, out refused)
            || !Cursor(parameters, "before").Try(out var before, out refused))
            return refused;
        var kinds = new List<JournalKind>();
        foreach (var word in parameters.Find("kind")?.Split(',') ?? [])
        {
            if (!JournalKinds.Parse(word).Try(out var kind, out refused))
                return refused;
            kinds.Add(kind);
        }
        return new JournalQuery
        {
            Account = parameters.Find("account"),
            Path = parameters.Find("path"),
            Protocol = parameters.Find("protocol"),
            Peer = parameters.Find("peer"),
            Kinds = kinds,
            Since = since,
            Until = until,
            Limit = (int)(limit ?? JournalQuery.DefaultLimit),
            After = after,
            Before = before,
        };
    }

    private static Outcome<JournalCursor?> Cursor(RequestQuery parameters, string name)
    {
        if (parameters.Find(name) is not { Length: > 0 } text)
            return (JournalCursor?)null;
        return JournalCursor.Parse(text).Try(out var cursor, out var refused) ? cursor : refused;
    }

    private static async ValueTask<Outcome<JournalPage>> ReadAsync(Exchange exchange, JournalQuery query, TimeSpan wait)
    {
        // The server's drain does not wait for those who only wait themselves.
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(exchange.Aborted, exchange.Services.Stopping);
        try
        {
            return await exchange.Workspace.Journal.ReadAsync(query, wait, ends.Token);
        }
        catch (OperationCanceledException) when (exchange.Services.Stopping.IsCancellationRequested && !exchange.Aborted.IsCancellationRequested)
        {
            return Refused.Unavailable("The server is stopping; go on with the same cursor.");
        }
    }

    private static AuditRecord ToRecord(JournalRecord entry) => new(
        entry.Number, entry.At, JournalKinds.Format(entry.Kind), entry.Account, entry.Peer, entry.Protocol, entry.Action, entry.Subject, entry.From,
        entry.Outcome ?? "done", entry.Detail, entry.Rule, entry.Before, entry.After, entry.Count);
}
