using Atrium.Api;
using Atrium.Core;
using Atrium.Core.Repository;
using Atrium.Protocols.Http.Answers;
using Atrium.Protocols.Http.Dispatch;
using Microsoft.AspNetCore.Http;

namespace Atrium.Protocols.Http.Files;

/// <summary><c>POST /api/v1/operations/copy</c>, <c>move</c> and <c>undelete</c>: 201 when something is there that was not, else 200.</summary>
internal static class Operations
{
    internal static async ValueTask<Refused?> CopyAsync(Exchange exchange)
    {
        if (!(await ReadTransferAsync(exchange)).Try(out var transfer, out var refused))
            return refused;
        var (request, from, to) = transfer;
        var asOf = request.At is { } at ? AsOf.At(at) : AsOf.Now;
        return await AnswerAsync(exchange, await exchange.Workspace.Files.CopyAsync(
            from, asOf, to, OverwriteOf(request.Overwrite), MissingParents.Create, exchange.Aborted));
    }

    internal static async ValueTask<Refused?> MoveAsync(Exchange exchange)
    {
        if (!(await ReadTransferAsync(exchange)).Try(out var transfer, out var refused))
            return refused;
        var (request, from, to) = transfer;
        if (request.At is not null)
            return Refused.Invalid("The past cannot be moved: copy it, with 'at'.");
        return await AnswerAsync(exchange, await exchange.Workspace.Files.MoveAsync(
            from, to, OverwriteOf(request.Overwrite), MissingParents.Create, Precondition.None, exchange.Aborted));
    }

    internal static async ValueTask<Refused?> UndeleteAsync(Exchange exchange)
    {
        if (exchange.Query.Unknown() is { } unknown)
            return unknown;
        if (!(await Json.ReadAsync(exchange, AtriumJson.Default.UndeleteRequest)).Try(out var request, out var refused)
            || !NodePath.Parse(request.Path).Try(out var path, out refused))
            return refused;
        NodePath? to = null;
        if (request.To is not null && !NodePath.Parse(request.To).Try(out to, out refused))
            return refused;
        var asOf = request.At is { } at ? AsOf.At(at) : AsOf.Now;
        return await AnswerAsync(exchange, await exchange.Workspace.Files.UndeleteAsync(
            path, asOf, to, OverwriteOf(request.Overwrite), exchange.Aborted));
    }

    private static async ValueTask<Outcome<(TransferRequest Request, NodePath From, NodePath To)>> ReadTransferAsync(Exchange exchange)
    {
        if (exchange.Query.Unknown() is { } unknown)
            return unknown;
        if (!(await Json.ReadAsync(exchange, AtriumJson.Default.TransferRequest)).Try(out var request, out var refused)
            || !NodePath.Parse(request.From).Try(out var from, out refused)
            || !NodePath.Parse(request.To).Try(out var to, out refused))
            return refused;
        return (request, from, to);
    }

    private static Overwrite OverwriteOf(bool overwrite) => overwrite ? Overwrite.Replace : Overwrite.Refuse;

    private static async ValueTask<Refused?> AnswerAsync(Exchange exchange, Outcome<Stored> outcome)
    {
        if (!outcome.Try(out var stored, out var refused))
            return refused;
        exchange.Response.Headers.Location = FilePath.Link(stored.Entry.Path, stored.Entry.Kind);
        if (stored.Entry.ETag is { } tag)
            exchange.Response.Headers.ETag = EntityTags.Quote(tag);
        return await exchange.JsonAsync(
            stored.Created ? StatusCodes.Status201Created : StatusCodes.Status200OK, Records.ToStored(stored.Entry), AtriumJson.Default.StoredRecord);
    }
}
