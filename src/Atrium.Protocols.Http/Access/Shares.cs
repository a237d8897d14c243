using Atrium.Api;
using Atrium.Core;
using Atrium.Core.Repository;
using Atrium.Core.Shares;
using Atrium.Protocols.Http.Answers;
using Atrium.Protocols.Http.Dispatch;
using Atrium.Protocols.Http.Links;
using Microsoft.AspNetCore.Http;

namespace Atrium.Protocols.Http.Access;

/// <summary><c>/api/v1/shares</c>: links by which people without an account reach a node.</summary>
internal static class Shares
{
    private const string Read = "read", Upload = "upload";

    internal static async ValueTask<Refused?> ListAsync(Exchange exchange)
    {
        if (exchange.Query.Unknown("path") is { } unknown)
            return unknown;
        NodePath? path = null;
        if (exchange.Query.Find("path") is { } text && !NodePath.Parse(text).Try(out path, out var wrong))
            return wrong;
        if (!(await exchange.Workspace.Shares.ListAsync(path, exchange.Aborted)).Try(out var shares, out var refused))
            return refused;
        return await exchange.JsonAsync(
            StatusCodes.Status200OK, new PageRecord<ShareRecord>([.. shares.Select(ToRecord)], null), AtriumJson.Default.PageRecordShareRecord);
    }

    internal static async ValueTask<Refused?> CreateAsync(Exchange exchange)
    {
        if (exchange.Query.Unknown() is { } unknown)
            return unknown;
        if (!(await Json.ReadAsync(exchange, AtriumJson.Default.ShareRequest)).Try(out var request, out var refused)
            || !NodePath.Parse(request.Path).Try(out var path, out refused))
            return refused;
        ShareKind? kind = request.Kind switch
        {
            null or Read => ShareKind.Read,
            Upload => ShareKind.Upload,
            _ => null,
        };
        if (kind is null)
            return Refused.Invalid("The kind of a link is read, or upload (files can be left in the folder, and nothing is shown).");
        var share = new NewShare(path, kind.Value) { Expires = request.Expires, Password = request.Password, MaxDownloads = request.MaxDownloads };
        if (!(await exchange.Workspace.Shares.CreateAsync(share, exchange.Aborted)).Try(out var made, out refused))
            return refused;
        exchange.Response.Headers.Location = $"/api/v1/shares/{RecordNumber.Write(made.Info.Id)}";
        return await exchange.JsonAsync(
            StatusCodes.Status201Created, new NewShareRecord(ToRecord(made.Info), made.Token, LinkAddress.Absolute(exchange.Services.Server(), made.Token)),
            AtriumJson.Default.NewShareRecord);
    }

    internal static async ValueTask<Refused?> RevokeAsync(Exchange exchange)
    {
        if (exchange.Query.Unknown() is { } unknown)
            return unknown;
        return RecordNumber.Read(exchange, "The link").Try(out var number, out var refused)
            ? exchange.Empty(await exchange.Workspace.Shares.RevokeAsync(number, exchange.Aborted))
            : refused;
    }

    private static ShareRecord ToRecord(ShareInfo share) => new(
        RecordNumber.Write(share.Id), share.Path?.ToString(), share.NodeKind == NodeKind.Folder ? "folder" : "file", share.Kind == ShareKind.Upload ? Upload : Read, share.Creator,
        share.Created, share.Expires, share.HasPassword, share.MaxDownloads, share.Downloads);
}
