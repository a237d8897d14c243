using Atrium.Core;
using Atrium.Core.Repository;
using Atrium.Core.Repository.Locks;
using Atrium.Core.Repository.Properties;
using Atrium.Protocols.Http.Dav.Properties;

namespace Atrium.Protocols.Http.Dav;

/// <summary>Looks up what the properties of an answer need, for a page of a folder in one question each.</summary>
internal sealed class ResourceSight
{
    private static readonly Dictionary<string, IReadOnlyList<DeadProperty>> NoProperties = [];
    private static readonly FolderLocks NoLocks = new([], new Dictionary<string, IReadOnlyList<LockInfo>>());

    private readonly Workspace workspace;
    private readonly Needs needs;
    private readonly CancellationToken cancellation;

    private IReadOnlyDictionary<string, IReadOnlyList<DeadProperty>> properties = NoProperties;
    private FolderLocks locks = NoLocks;
    private bool isByPage;

    private ResourceSight(Workspace workspace, Needs needs, DavResource resource, CancellationToken cancellation)
        => (this.workspace, this.needs, Resource, this.cancellation) = (workspace, needs, resource, cancellation);

    /// <summary>The one that was looked at last.</summary>
    internal DavResource Resource { get; }

    internal static async ValueTask<ResourceSight> OpenAsync(Workspace workspace, Needs needs, TimeProvider time, CancellationToken cancellation)
    {
        IReadOnlyList<SpaceInfo> spaces = [];
        // Whoever has not signed in is told nothing of spaces.
        if (needs.HasFlag(Needs.Spaces) && (await workspace.Administration.ListSpacesAsync(cancellation)).Try(out var seen, out _))
            spaces = seen;
        var resource = new DavResource { Account = workspace.IsAnonymous ? null : workspace.AccountName, Now = time.GetUtcNow(), Spaces = spaces };
        return new ResourceSight(workspace, needs, resource, cancellation);
    }

    /// <summary>Looks at one by itself. What went meanwhile, or may not be looked into, has nothing.</summary>
    internal async ValueTask LookAtAsync(FileEntry entry)
    {
        Resource.Entry = entry;
        (Resource.LocksFromAbove, Resource.Locks, Resource.Dead) = ([], [], []);
        if (needs.HasFlag(Needs.Rights))
            Resource.Rights = (await workspace.Access.OfMeAsync(entry.Path, cancellation)).Try(out var own, out _) ? own.Rights : default;
        if (needs.HasFlag(Needs.Dead) && (await workspace.Properties.OfAsync(entry.Path, cancellation)).Try(out var dead, out _))
            Resource.Dead = dead;
        if (needs.HasFlag(Needs.Locks) && (await workspace.Locks.OfAsync(entry.Path, cancellation)).Try(out var held, out _))
            Resource.Locks = held;
    }

    /// <summary>Looks at all entries of a page; rights, and what spaces have, are looked up for each by itself.</summary>
    internal async ValueTask LookAtPageAsync(Listing page)
    {
        var folder = page.Folder.Path;
        isByPage = folder.Depth >= 2 && !needs.HasFlag(Needs.Rights) && page.Entries.Count > 0;
        if (!isByPage)
            return;
        var (first, last) = (page.Entries[0].Name, page.Entries[^1].Name);
        properties = needs.HasFlag(Needs.Dead) && (await workspace.Properties.OfEntriesAsync(folder, first, last, cancellation)).Try(out var dead, out _) ? dead : NoProperties;
        locks = needs.HasFlag(Needs.Locks) && (await workspace.Locks.OfEntriesAsync(folder, first, last, cancellation)).Try(out var held, out _) ? held : NoLocks;
        Resource.LocksFromAbove = locks.OfAll;
    }

    /// <summary>Turns to an entry of the page; false where it must be looked at by itself.</summary>
    internal bool Turn(FileEntry entry)
    {
        if (!isByPage)
            return false;
        Resource.Entry = entry;
        Resource.Dead = properties.Count > 0 && properties.TryGetValue(entry.Name, out var dead) ? dead : [];
        Resource.Locks = locks.ByName.Count > 0 && locks.ByName.TryGetValue(entry.Name, out var held) ? held : [];
        return true;
    }
}
