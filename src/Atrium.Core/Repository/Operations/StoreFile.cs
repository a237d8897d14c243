using System.IO.Pipelines;
using Atrium.Core.Access;
using Atrium.Core.Accounts;
using Atrium.Core.Ports;
using Atrium.Core.Repository.Locks;

namespace Atrium.Core.Repository.Operations;

/// <summary>Creating, replacing and appending to a file.</summary>
internal static class StoreFile
{
    /// <summary>What the bytes do to a file that is there.</summary>
    internal enum Effect
    {
        Replace,
        Append,
    }

    /// <summary>Looks whether a store could succeed now; the unit looks again.</summary>
    internal static Outcome<long> Check(ICatalogReader reader, Caller caller, NodePath path, StoreOptions options, Effect effect, string epoch)
    {
        if (!TreeWalk.To(reader, caller, path, AsOf.Now).Try(out var walk, out var refused))
            return refused;
        if (Decide(reader, caller, walk, options, effect, epoch).Try(out var old, out refused) is false)
            return refused;
        var kept = effect == Effect.Append ? 0 : old?.Size ?? 0;
        if (options.ExpectedLength is { } length && QuotaRule.Check(walk.Space, length - kept) is { } full)
            return full;
        // A space that is over its quota still takes what does not make it larger, as the unit does.
        return walk.Space.Quota is { } quota ? kept + Math.Max(0, quota - walk.Space.Used) : long.MaxValue;
    }

    internal static async ValueTask<Outcome<Stored>> RunAsync(
        Store store, Caller caller, NodePath path, PipeReader body, StoreOptions options, Effect effect, CancellationToken cancellation)
    {
        // 1. Refuse before the first byte is read, unless the whole body is here already: then the unit's answer is soon enough.
        var allowed = (long)store.Options.InlineThreshold;
        Refused? refused;
        var isHere = IsHere(body, allowed);
        if (!isHere)
        {
            var check = await store.Catalog.ReadAsync(reader => Check(reader, caller, path, options, effect, store.Catalog.Epoch), cancellation);
            if (!check.Try(out allowed, out refused))
                return refused;
        }

        // 2. Take the bytes in, and put them on disk if they are large.
        var reading = isHere
            ? StagedContent.ReadAsync(store, body, allowed, cancellation)
            : StagedContent.ReadWatchedAsync(
                store, body, allowed,
                reader => Check(reader, caller, path, options, effect, store.Catalog.Epoch).Refused?.Kind is not (Refusal.NotFound or Refusal.Denied),
                Refused.NotFound(path.ToString()), cancellation);
        if (!(await reading).Try(out var staged, out refused))
            return refused;
        if (options.ExpectedSha256 is { } expected && !expected.AsSpan().SequenceEqual(staged.Sha256))
        {
            await staged.DiscardUnusedAsync(store);
            return Refused.Invalid("The bytes that arrived are not the ones that their digest promises; nothing was changed. Send them again.");
        }

        // 3. Decide and write in one unit. From here on the client may be gone: the unit runs to its end all the same.
        var outcome = await store.Catalog.CommitAsync(
            caller, tx => Unit(tx, path, staged, options, effect, store.Catalog.Epoch), CancellationToken.None);
        await staged.DiscardUnusedAsync(store);
        return outcome;
    }

    private static bool IsHere(PipeReader body, long most)
    {
        if (!body.TryRead(out var read))
            return false;
        var isHere = read.IsCompleted && read.Buffer.Length <= most;
        body.AdvanceTo(read.Buffer.Start);
        return isHere;
    }

    internal static Outcome<Stored> Unit(
        ICatalogTransaction tx, NodePath path, IContentSource bytes, StoreOptions options, Effect effect, string epoch)
    {
        if (!TreeWalk.To(tx, tx.Caller, path, AsOf.Now).Try(out var walk, out var refused))
            return refused;
        if (!Decide(tx, tx.Caller, walk, options, effect, epoch).Try(out var old, out refused))
            return refused;
        var appended = effect == Effect.Append && old is not null;
        if (QuotaRule.Check(walk.Space, appended ? bytes.Size : bytes.Size - (old?.Size ?? 0)) is { } full)
            return full;

        // Decided: from here on nothing refuses.
        var tree = new TreeWriter(tx, walk.Space);
        tree.MakeMissingParents(walk);
        var node = old?.Node ?? tx.Next(Sequence.Node);
        if (old is null)
        {
            tx.InsertNode(node, walk.Space.Id, NodeKind.File, 0);
            tree.Link(walk.Folders, path.Name, node, NodeKind.File, 0);
        }
        var content = tree.Put(walk.Folders, node, old, Next(tx, tree, walk, node, old, bytes, options, appended));
        bytes.Write(tx, node, tree.Seq, appended ? old!.Size : 0, walk.Space.Owner);
        var action = old is null ? ChangeAction.Created : appended ? ChangeAction.Appended : ChangeAction.Replaced;
        tx.Record(walk.Space, action, node, NodeKind.File, path, null);
        return new Stored(Describe.File(path, content, epoch), old is null);
    }

    private static ContentRow Next(
        ICatalogTransaction tx, TreeWriter tree, TreeWalk walk, long node, ContentRow? old, IContentSource bytes, StoreOptions options, bool appended)
    {
        var modified = options.Modified?.UtcTicks ?? tx.Now;
        if (appended && old!.Size > 0)
        {
            return old with
            {
                Version = tree.Seq,
                Size = old.Size + bytes.Size,
                Modified = modified,
                Author = tx.Caller.AccountId,
                // Of nothing added, the bytes and so their hash are the same.
                Sha256 = bytes.Size == 0 ? old.Sha256 : null,
            };
        }
        var mediaType = options.MediaType ?? (appended ? old!.MediaType : MediaTypes.ByName(walk.Path.Name));
        return new ContentRow(
            walk.Space.Id, node, tree.Seq, Row.Live, tree.Seq, bytes.Size, mediaType, modified, tx.Caller.AccountId, bytes.Sha256);
    }

    // The present content (null when there is none), or why not.
    private static Outcome<ContentRow?> Decide(
        ICatalogReader reader, Caller caller, TreeWalk walk, StoreOptions options, Effect effect, string epoch)
    {
        if (walk.TargetKind == NodeKind.Folder)
            return Refused.Conflict($"{walk.Path} is a folder.");
        var needed = walk.IsFound ? Rights.Write : Rights.Create;
        if (!walk.Rights.HasFlag(needed))
            return AccessRules.Refuse(walk.Rights, walk.Path.ToString());
        if (LockRules.Check(reader, caller, walk, LockReach.State) is { } locked)
            return locked;
        var old = walk.Target is { } target ? reader.NewestContent(target.Node) : null;
        if (PreconditionRule.Check(options.Precondition, walk, old, epoch) is { } refused)
            return refused;
        if (ParentRule.Check(walk, options.MissingParents) is { } missing)
            return missing;
        return effect == Effect.Append && options.ExpectedSize is { } expected && expected != (old?.Size ?? 0)
            ? Refused.Conflict($"{walk.Path} has {old?.Size ?? 0} bytes, not {expected}: go on from there.")
            : old;
    }
}
