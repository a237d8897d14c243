using Atrium.Core;
using Atrium.Core.Repository;
using Atrium.Protocols.Http.Dav.If;
using Atrium.Protocols.Http.Dispatch;
using Atrium.Protocols.Http.Files;

namespace Atrium.Protocols.Http.Dav;

/// <summary><c>COPY</c> (RFC 4918, 9.8): no bytes are copied, however large the tree.</summary>
internal static class CopyResource
{
    internal static async ValueTask<Refused?> HandleAsync(Exchange exchange)
    {
        if (!Transfer.Read(exchange, Depth.Infinity).Try(out var transfer, out var refused))
            return refused;
        if (transfer.Depth == Depth.One)
            return Refused.Invalid("Depth of COPY is 0 or infinity.");
        // Into itself only without what is in it: the copy would have to hold itself.
        if (transfer.Misdirected(isTree: transfer.Depth == Depth.Infinity) is { } misdirected)
            return await misdirected.AnswerAsync(exchange);
        if (Submission.Take(exchange, transfer.From) is { } wrong)
            return wrong;
        var files = exchange.Workspace.Files;
        return await transfer.AnswerAsync(exchange, transfer.Depth == Depth.Zero
            ? await files.CopyAloneAsync(transfer.From, transfer.To.Path!, transfer.Overwrite, MissingParents.Refuse, exchange.Aborted)
            : await files.CopyAsync(transfer.From, AsOf.Now, transfer.To.Path!, transfer.Overwrite, MissingParents.Refuse, exchange.Aborted));
    }
}

/// <summary><c>MOVE</c> (RFC 4918, 9.9).</summary>
internal static class MoveResource
{
    internal static async ValueTask<Refused?> HandleAsync(Exchange exchange)
    {
        if (!Transfer.Read(exchange, Depth.Infinity).Try(out var transfer, out var refused)
            || !Conditions.ForChange(exchange.Request.Headers).Try(out var precondition, out refused))
            return refused;
        if (transfer.Misdirected(isTree: true) is { } misdirected)
            return await misdirected.AnswerAsync(exchange);
        if (Submission.Take(exchange, transfer.From) is { } wrong)
            return wrong;
        return await transfer.AnswerAsync(exchange, await exchange.Workspace.Files.MoveAsync(
            transfer.From, transfer.To.Path!, transfer.Overwrite, MissingParents.Refuse, DavTag.Back(precondition), exchange.Aborted));
    }
}
