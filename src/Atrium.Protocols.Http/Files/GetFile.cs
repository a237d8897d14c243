using Atrium.Core;
using Atrium.Core.Repository;
using Atrium.Protocols.Http.Dispatch;
using Atrium.Protocols.Http.Requests;
using Atrium.Protocols.Http.Zip;

namespace Atrium.Protocols.Http.Files;

/// <summary><c>GET</c> and <c>HEAD /api/v1/files/{path}</c>: a file, its record, its versions, or a folder.</summary>
internal static class GetFile
{
    /// <summary>A path of so many names is the root, a kind of spaces or a space: always a folder.</summary>
    private const int FolderDepth = 2;

    internal static async ValueTask<Refused?> HandleAsync(Exchange exchange)
    {
        if (!FilePath.Read(exchange).Try(out var path, out var refused))
            return refused;
        var query = exchange.Query;
        if (query.Has("versions"))
            return await ListVersions.HandleAsync(exchange, path);
        if (query.Has("stat"))
            return await StatFile.HandleAsync(exchange, path);
        if (query.Has("zip"))
            return await ZipAsync(exchange, path);
        // Whoever takes nothing but a zip gets one, of a folder.
        if (query.Count == 0 && Accepted.IsZipOnly(exchange.Request) && (await exchange.Workspace.Files.StatAsync(path, AsOf.Now, exchange.Aborted)) is { Refused: null, Value.Kind: NodeKind.Folder })
            return await ZipAsync(exchange, path);
        if (query.Has("list") || exchange.Target.TrailingSlash || path.Depth <= FolderDepth)
            return await ListFolder.HandleAsync(exchange, path);

        if (!Moment.Read(query).Try(out var asOf, out refused) || !query.Number("version", 0, long.MaxValue).Try(out var version, out refused))
            return refused;
        if (version is not null && !asOf.IsNow)
            return Refused.Invalid("Give one of 'at', 'seq' and 'version'.");

        var files = exchange.Workspace.Files;
        FileContent? content;
        if (version is { } number)
        {
            if (!(await files.OpenVersionAsync(path, number, exchange.Aborted)).Try(out content, out refused))
                return refused;
        }
        else
        {
            // One look for the usual file; a folder's listing takes parameters that a file does not.
            if (!(await files.OpenFileOrFolderAsync(path, asOf, exchange.Aborted)).Try(out content, out refused))
                return refused;
            if (content is null)
                return await ListFolder.HandleAsync(exchange, path);
        }
        await using (content)
            return query.Unknown("at", "seq", "version") ?? await SendFile.GetAsync(exchange, content);
    }

    private static async ValueTask<Refused?> ZipAsync(Exchange exchange, NodePath path)
    {
        if (exchange.Query.Unknown("zip", "at", "seq") is { } unknown)
            return unknown;
        if (!Moment.Read(exchange.Query).Try(out var asOf, out var refused)
            || !(await exchange.Workspace.Files.OpenFolderAsync(path, asOf, exchange.Aborted)).Try(out var folder, out refused))
            return refused;
        using (folder)
            return await SendZip.GetAsync(exchange, folder);
    }
}
