using System.Globalization;
using System.IO.Pipelines;
using Atrium.Core.Access;
using Atrium.Core.Accounts;
using Atrium.Core.Ports;
using Atrium.Core.Repository;

namespace Atrium.Core.Sites;

/// <summary>Deploying: only contents that the site does not hold yet are sent, and visitors see the old site until all is there.</summary>
internal static class DeploySite
{
    internal static async ValueTask<Outcome<DeployStep>> RunAsync(
        Store store, Caller caller, string host, IReadOnlyList<SiteFile> files, string? upload, DeployMode mode, CancellationToken cancellation)
    {
        // 1. May it be done, and would it fit?
        if (!(await store.Catalog.ReadAsync(reader => Look(reader, caller, host, files, upload), cancellation)).Try(out var look, out var refused))
            return refused;
        var (target, manifest, folder) = look;

        // 2. What is missing?
        var known = await KnownContents.LookAsync(store, target.Space, manifest.Items, folder, cancellation);
        var missing = manifest.Items.Select(item => item.Content).Where(content => content.Size > 0 && known.Find(content) is null)
            .Select(content => content.Sha256).Distinct(StringComparer.Ordinal).ToList();
        if (mode == DeployMode.DryRun)
            return new DeployStep(null, missing, null);
        if (missing.Count > 0)
        {
            if (folder is null && !(await store.Catalog.CommitAsync(caller, tx => Begin(tx, host), cancellation)).Try(out folder, out refused))
                return refused;
            return new DeployStep(folder!.Value.ToString(CultureInfo.InvariantCulture), missing, null);
        }

        // 3. Build the tree where nobody sees it, and show it. From there on the client may be gone: the unit runs to its end.
        var built = await DeployTree.BuildAsync(store, caller, target.Space, target.CurrentPath, manifest, known, cancellation);
        if (!built.Try(out var tree, out refused))
            return refused;
        var shown = await store.Catalog.CommitAsync(
            caller, tx => SwitchSite.ToNew(tx, host, tree.Root, manifest.Items.Count, manifest.Bytes, folder), CancellationToken.None);
        if (shown.Try(out var deployment, out refused))
            return new DeployStep(null, [], deployment);
        await tree.AbandonAsync();
        return refused;
    }

    /// <summary>Takes a content in, for the deployment that asked for it.</summary>
    internal static async ValueTask<Outcome<Done>> UploadAsync(
        Store store, Caller caller, string host, string upload, string sha256, PipeReader body, CancellationToken cancellation)
    {
        if (!ContentKey.TryParse(sha256, 0, out _))
            return Refused.Invalid("A content is named by its SHA-256: 64 hexadecimal digits in lower case.");
        if (!(await store.Catalog.ReadAsync(reader => Room(reader, caller, host, upload), cancellation)).Try(out var allowed, out var refused))
            return refused;
        var read = await StagedContent.ReadWatchedAsync(
            store, body, allowed, reader => Room(reader, caller, host, upload).Refused is null, Ended, cancellation);
        if (!read.Try(out var staged, out refused))
            return refused;
        if (Convert.ToHexStringLower(staged.Sha256) != sha256)
        {
            await staged.DiscardUnusedAsync(store);
            return Refused.Invalid("The bytes that arrived are not the ones of this hash; nothing was kept. Did the file change? Deploy again.");
        }
        var outcome = await store.Catalog.CommitAsync(caller, tx => Keep(tx, host, upload, sha256, staged), CancellationToken.None);
        await staged.DiscardUnusedAsync(store);
        return outcome;
    }

    private static Outcome<(SiteTarget Target, Manifest Manifest, long? Upload)> Look(
        ICatalogReader reader, Caller caller, string host, IReadOnlyList<SiteFile> files, string? upload)
    {
        if (!SiteTarget.Find(reader, caller, host, Rights.Write).Try(out var target, out var refused))
            return refused;
        if (target.Row.Proxy is not null)
            return Refused.Conflict($"{target.Host} passes its requests on to {target.Row.Proxy}: there is nothing to deploy.");
        if (!Manifest.Of(target.CurrentPath, files).Try(out var manifest, out refused))
            return refused;
        var old = target.Current(reader) is { } entry ? TreeWriter.LiveBytes(reader, entry.Node, entry.Kind) : 0;
        if (QuotaRule.Check(target.Space, manifest.Bytes - old) is { } full)
            return full;
        if (upload is null)
            return (target, manifest, (long?)null);
        return Folder(reader, target, upload).Try(out var folder, out refused) ? (target, manifest, folder) : refused;
    }

    private static Outcome<long?> Begin(ICatalogTransaction tx, string host)
    {
        if (!SiteTarget.Find(tx, tx.Caller, host, Rights.Write).Try(out var target, out var refused))
            return refused;
        var node = tx.Next(Sequence.Node);
        tx.InsertNode(node, target.Space.Id, NodeKind.Folder, tx.Now);
        tx.AddUploadFolder(node, target.Space.Id, tx.Now);
        return (long?)node;
    }

    // How much may still come: what waits for a deployment is bound by the space's quota too.
    private static Outcome<long> Room(ICatalogReader reader, Caller caller, string host, string upload)
    {
        if (!SiteTarget.Find(reader, caller, host, Rights.Write).Try(out var target, out var refused)
            || !Folder(reader, target, upload).Try(out var folder, out refused))
            return refused;
        return target.Space.Quota is { } quota ? Math.Max(0, quota - (reader.Folder(folder)?.Bytes ?? 0)) : long.MaxValue;
    }

    private static Outcome<Done> Keep(ICatalogTransaction tx, string host, string upload, string sha256, StagedContent staged)
    {
        if (!SiteTarget.Find(tx, tx.Caller, host, Rights.Write).Try(out var target, out var refused)
            || !Folder(tx, target, upload).Try(out var folder, out refused))
            return refused;
        if (tx.LiveEntry(folder, sha256) is not null)
            return default(Done);
        var tree = new TreeWriter(tx, target.Space);
        var node = tx.Next(Sequence.Node);
        tx.InsertNode(node, target.Space.Id, NodeKind.File, 0);
        tx.InsertContent(new ContentRow(
            target.Space.Id, node, tree.Seq, Row.Live, tree.Seq, staged.Size, MediaTypes.Unknown, tx.Now, tx.Caller.AccountId, staged.Sha256));
        if (staged.Size > 0)
            tx.InsertExtent(new ExtentRow(node, tree.Seq, 0, staged.Adopt(tx, target.Space.Owner), 0, staged.Size));
        tree.LinkHidden([folder], sha256, node, NodeKind.File, staged.Size);
        return default(Done);
    }

    private static Outcome<long> Folder(ICatalogReader reader, SiteTarget target, string upload)
        => long.TryParse(upload, NumberStyles.None, CultureInfo.InvariantCulture, out var folder) && reader.SpaceOfUpload(folder) == target.Space.Id
            ? folder
            : Ended;

    private static Refused Ended => new(Refusal.Conflict, "This upload was finished, or given up after a day: deploy again.");
}
