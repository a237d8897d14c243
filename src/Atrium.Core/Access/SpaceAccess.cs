using Atrium.Core.Accounts;
using Atrium.Core.Ports;
using Atrium.Core.Repository;

namespace Atrium.Core.Access;

/// <summary>
/// What one caller may do in one space: the only place that decides, inside the unit or the snapshot that the answer is for.
/// Rights are granted on nodes and inherited downwards, until a folder stops it; there is nothing that takes a right away.
/// </summary>
internal sealed class SpaceAccess
{
    private readonly ICatalogReader reader;
    private readonly Space space;
    private readonly PrincipalSet who;
    private readonly Rights limit;
    private SpaceAcl? acl;

    private SpaceAccess(ICatalogReader reader, PrincipalSet who, Rights limit, Space space)
    {
        (this.reader, this.who, this.limit, this.space) = (reader, who, limit, space);
        HoldsAll = who.IsAdministrator || who.Ids.Contains(space.Owner);
        AtRoot = Below(Rights.None, space.Root);
    }

    // Looked up once it is needed: whoever holds all rights asks nothing of it.
    private SpaceAcl Acl => acl ??= reader.AclOf(space);

    /// <summary>True for the owner of the space, the members of a group that owns it, and administrators.</summary>
    internal bool HoldsAll { get; }

    /// <summary>Rights at the space's own folder.</summary>
    internal Rights AtRoot { get; }

    /// <summary>True when something below a folder that the caller may list can be hidden from him: then its size is not told.</summary>
    internal bool MayHide => !HoldsAll && Acl.Stops.Count > 0;

    internal static SpaceAccess Of(ICatalogReader reader, Caller caller, Space space)
        => new(reader, AccessRules.Who(reader, caller), caller.Limit, space);

    /// <summary>The same for whoever is not the caller; <paramref name="limit"/> is the most that he may do.</summary>
    internal static SpaceAccess Of(ICatalogReader reader, PrincipalSet who, Rights limit, Space space) => new(reader, who, limit, space);

    /// <summary>Rights at a node that stands in a folder where the caller holds <paramref name="above"/>.</summary>
    internal Rights Below(Rights above, long node)
    {
        if (HoldsAll)
            return limit;
        if (Acl.Find(node) is not { } said)
            return above;
        var rights = said.IsStop ? Rights.None : above;
        foreach (var grant in said.Grants)
        {
            // Most grants below another one add nothing to it: then it does not matter whose they are.
            var more = rights | (grant.Rights & limit);
            if (more != rights && who.Ids.Contains(grant.Principal))
                rights = more;
        }
        return rights;
    }

    /// <summary>Rights at a node where it stands today, or stood last: today's grants decide about the past too.</summary>
    internal Rights Of(long node)
    {
        if (HoldsAll)
            return limit;
        var chain = new List<long>();
        for (var current = node; current != space.Root;)
        {
            // Purged above it, or (in a damaged catalog) in a circle: nobody but who holds all rights can say where it was.
            if (chain.Count > NodePath.MaxDepth || reader.NewestPlaceOf(current) is not { } place)
                return Rights.None;
            chain.Add(current);
            current = place.Parent;
        }
        var rights = AtRoot;
        for (var i = chain.Count - 1; i >= 0; i--)
            rights = Below(rights, chain[i]);
        return rights;
    }

    /// <summary>Rights at what a row of a folder names, which may have been moved elsewhere since.</summary>
    /// <param name="folder">Rights at the folder, today.</param>
    /// <param name="row">A row of it, of the present or the past.</param>
    internal Rights OfEntry(Rights folder, EntryRow row)
    {
        if (HoldsAll || row.IsLive)
            return Below(folder, row.Node);
        return reader.NewestPlaceOf(row.Node) is { } place && place.Parent == row.Parent ? Below(folder, row.Node) : Of(row.Node);
    }

    /// <summary>
    /// Whether the caller holds rights on all that is below a folder where he holds them: a tree goes as a whole, also with what he
    /// cannot see in it.
    /// Only folders that stop inheritance can be other than the folder itself.
    /// </summary>
    internal bool HoldsAllBelow(long folder, Rights needed)
    {
        if (!MayHide)
            return true;
        foreach (var stop in Acl.Stops)
        {
            if (!Of(stop).HasFlag(needed) && IsBelow(stop, folder))
                return false;
        }
        return true;
    }

    private bool IsBelow(long node, long folder)
    {
        for (var depth = 0; depth <= NodePath.MaxDepth; depth++)
        {
            if (reader.NewestPlaceOf(node) is not { IsLive: true } place)
                return false;
            if (place.Parent == folder)
                return true;
            node = place.Parent;
        }
        return false;
    }
}
