using Atrium.Core;
using Atrium.Core.Repository;
using Atrium.Protocols.Http.Dispatch;
using Microsoft.AspNetCore.Http;

namespace Atrium.Protocols.Http.Dav;

/// <summary>What COPY and MOVE have in common.</summary>
/// <param name="From">What is copied or moved.</param>
/// <param name="To">Where it goes.</param>
/// <param name="Overwrite">Whether it may take the place of what is there (RFC 4918, 10.6).</param>
/// <param name="Depth">How much of a tree.</param>
internal sealed record Transfer(NodePath From, Reference To, Overwrite Overwrite, Depth Depth)
{
    internal static Outcome<Transfer> Read(Exchange exchange, Depth absent)
    {
        if (!DavPath.Read(exchange).Try(out var from, out var refused)
            || !DepthField.Read(exchange.Request.Headers, absent).Try(out var depth, out refused)
            || !Reference.Destination(exchange).Try(out var to, out refused))
            return refused;
        var field = exchange.Request.Headers["Overwrite"];
        return field.Count == 0 ? new Transfer(from, to, Overwrite.Replace, depth) : field.ToString() switch
        {
            "T" or "t" => new Transfer(from, to, Overwrite.Replace, depth),
            "F" or "f" => new Transfer(from, to, Overwrite.Refuse, depth),
            _ => Refused.Invalid("Overwrite is T or F."),
        };
    }

    /// <summary>A destination that no state of the tree would make a good one (ATTACKS 18); null for others.</summary>
    internal Misdirection? Misdirected(bool isTree)
    {
        if (To.Path is not { } to)
            return new Misdirection(To.Status, To.Reason);
        if (From.Equals(to))
            return new Misdirection(StatusCodes.Status403Forbidden, $"{From} is there already.");
        if (isTree && From.Contains(to))
            return new Misdirection(StatusCodes.Status403Forbidden, $"{From} cannot be put into itself.");
        return to.Contains(From)
            ? new Misdirection(StatusCodes.Status403Forbidden, $"{to} cannot be replaced by something in it; move that out first.")
            : null;
    }

    /// <summary>201 where nothing was, 204 in place of what was (9.8.5, 9.9.4).</summary>
    internal async ValueTask<Refused?> AnswerAsync(Exchange exchange, Outcome<Stored> outcome)
    {
        if (!outcome.Try(out var stored, out var refused))
        {
            // 9.8.5: of the two, 404 is about the source; where a destination cannot be is 409.
            return refused.Kind == Refusal.NotFound && (await exchange.Workspace.Files.StatAsync(From, AsOf.Now, exchange.Aborted)).Refused is null
                ? Refused.Conflict($"Nothing can be put at {To.Path}: its folder does not exist. Make it first.")
                : refused;
        }
        if (stored.Created)
            exchange.Response.Headers.Location = DavPath.Link(stored.Entry.Path, stored.Entry.Kind);
        return await StoredAnswer.WriteAsync(exchange, stored);
    }
}

/// <summary>Why nothing can go where it was to.</summary>
/// <param name="Status">Of the answer.</param>
/// <param name="Reason">The sentence that goes with it.</param>
internal sealed record Misdirection(int Status, string Reason)
{
    internal ValueTask<Refused?> AnswerAsync(Exchange exchange) => DavReplies.ProblemAsync(exchange, Status, "Not a possible destination", Reason);
}
