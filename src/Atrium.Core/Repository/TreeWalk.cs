using Atrium.Core.Access;
using Atrium.Core.Accounts;
using Atrium.Core.Ports;

namespace Atrium.Core.Repository;

/// <summary>The way down a path, as far as it goes, in the present or in the past.</summary>
internal sealed class TreeWalk
{
    private TreeWalk(NodePath path, Space space, SpaceAccess access, long? seq)
        => (Path, Space, Access, Seq, Folders, Rights, ParentRights) = (path, space, access, seq, [space.Root], access.AtRoot, access.AtRoot);

    internal NodePath Path { get; }

    internal Space Space { get; }

    /// <summary>What the caller may do in the space.</summary>
    internal SpaceAccess Access { get; }

    /// <summary>What he may do with the target; where nothing stands, with the last folder on the way that is there.</summary>
    internal Rights Rights { get; private set; }

    /// <summary>What he may do with the folder that holds the target, or would hold it; of the present only.</summary>
    internal Rights ParentRights { get; private set; }

    /// <summary>The state that was walked; null for the present.</summary>
    internal long? Seq { get; }

    /// <summary>The folders above the target that are there, from the space's own folder down.</summary>
    internal List<long> Folders { get; }

    /// <summary>What stands at the path; null when nothing does, and for the space's own folder.</summary>
    internal EntryRow? Target { get; private set; }

    /// <summary>Names that are there, the two of the space included.</summary>
    internal int FoundDepth { get; private set; } = 2;

    /// <summary>A file that stands where a folder would have to be.</summary>
    internal NodePath? BlockedBy { get; private set; }

    /// <summary>True where something that the caller may not see stands on the way: to him nothing is there, but nothing can be put there.</summary>
    internal bool IsTaken { get; private set; }

    internal bool IsSpaceFolder => Path.Depth == 2;

    internal bool IsFound => FoundDepth == Path.Depth;

    /// <summary>The folder that holds the target, or would hold it: only right when nothing is missing above it.</summary>
    internal long ParentNode => Folders[^1];

    /// <summary>True when everything above the target is there.</summary>
    internal bool HasParents => FoundDepth >= Path.Depth - 1 && BlockedBy is null;

    internal long? TargetNode => IsSpaceFolder ? Space.Root : Target?.Node;

    internal NodeKind? TargetKind => IsSpaceFolder ? NodeKind.Folder : Target?.Kind;

    /// <summary>
    /// Walks; refuses spaces that are not there, those in which the caller may list nothing on the way, and states that are gone. What he
    /// may not list is as if it were not there, for every operation alike.
    /// </summary>
    internal static Outcome<TreeWalk> To(ICatalogReader reader, Caller caller, NodePath path, AsOf asOf)
    {
        if (path.Depth < 2)
            return Refused.Denied($"{path} holds spaces only; an administrator adds one with: atrium space add");
        if (SpaceKinds.FromFolderName(path.Names[0]) is not { } kind || reader.FindSpace(kind, path.Names[1]) is not { } space)
            return Refused.NotFound(path.ToString());
        var access = SpaceAccess.Of(reader, caller, space);
        if (!Moment(reader, space, asOf).Try(out var seq, out var refused))
            return access.AtRoot.HasFlag(Rights.List) ? refused : Refused.NotFound(path.ToString()) with { Rule = AccessRules.NothingGranted };

        // The way may lead through folders that he cannot list; what counts is where it ends.
        var walk = new TreeWalk(path, space, access, seq);
        walk.Descend(reader);
        if (seq is not null)
            walk.Rights = access.Of(walk.TargetNode ?? walk.ParentNode);
        return walk.Rights.HasFlag(Rights.List) || walk.EndAtVisible() ? walk : Refused.NotFound(path.ToString()) with { Rule = AccessRules.NothingGranted };
    }

    /// <summary>Ends the way at the last folder that the caller may list; false where there is none.</summary>
    private bool EndAtVisible()
    {
        var (rights, last) = (Access.AtRoot, -1);
        for (var i = 0; i < Folders.Count; i++)
        {
            if (i > 0)
                rights = Seq is null ? Access.Below(rights, Folders[i]) : Access.Of(Folders[i]);
            if (rights.HasFlag(Rights.List))
                (last, Rights) = (i, rights);
        }
        if (last < 0)
            return false;
        Folders.RemoveRange(last + 1, Folders.Count - last - 1);
        (Target, BlockedBy, FoundDepth, ParentRights, IsTaken) = (null, null, last + 2, Rights, true);
        return true;
    }

    private void Descend(ICatalogReader reader)
    {
        var folder = Space.Root;
        for (var depth = 2; depth < Path.Depth; depth++)
        {
            var entry = Seq is { } seq ? reader.EntryAt(folder, Path.Names[depth], seq) : reader.LiveEntry(folder, Path.Names[depth]);
            if (entry is not { } found)
                return;
            ParentRights = Rights;
            Rights = Access.Below(Rights, found.Node);
            FoundDepth = depth + 1;
            if (depth == Path.Depth - 1)
            {
                Target = found;
                return;
            }
            if (found.Kind != NodeKind.Folder)
            {
                BlockedBy = PathTo(depth + 1);
                FoundDepth = depth;
                return;
            }
            folder = found.Node;
            Folders.Add(folder);
            ParentRights = Rights;
        }
    }

    /// <summary>The first names of the path.</summary>
    internal NodePath PathTo(int depth)
    {
        var path = NodePath.Root;
        for (var i = 0; i < depth; i++)
            path = path.TrustedChild(Path.Names[i]);
        return path;
    }

    // A state in the future is the present; one before the horizon is no longer whole.
    private static Outcome<long?> Moment(ICatalogReader reader, Space space, AsOf asOf)
    {
        if (asOf.IsNow)
            return (long?)null;
        // Also of numbers that were given out without a change that anybody could see.
        if (asOf.Time is { } time && time.UtcTicks >= space.At)
            return (long?)null;
        var seq = asOf.Sequence ?? reader.SeqAt(space.Id, asOf.Time!.Value.UtcTicks);
        if (seq >= space.Seq)
            return (long?)null;
        if (seq < 1 && space.Horizon <= 1)
            return Refused.NotFound($"{space.Path} at that time");
        return seq < space.Horizon
            ? Refused.Gone($"The history of {space.Path} is kept from {Words.Time(reader.TimeOf(space.Id, space.Horizon))} on; ask for a later moment.")
            : (long?)seq;
    }
}
