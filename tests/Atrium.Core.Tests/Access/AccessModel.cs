using Atrium.Core.Access;

namespace Atrium.Core.Tests.Access;

/// <summary>The rules of access in the plainest words: no cache, no catalog, everything looked at anew. What the real ones are compared with.</summary>
internal sealed class AccessModel
{
    internal const string Everyone = "everyone", Anyone = "anyone";

    /// <summary>The folder of each node; the space's own folder is "".</summary>
    internal Dictionary<string, string> Parent { get; } = [];

    internal Dictionary<(string Node, string Principal), Rights> Grants { get; } = [];

    internal HashSet<string> Stops { get; } = [];

    internal HashSet<(string Group, string Member)> Memberships { get; } = [];

    internal string Owner { get; set; } = "";

    internal Rights RightsOf(string account, string node)
    {
        var who = PrincipalsOf(account);
        if (who.Contains(Owner))
            return Rights.Manage;
        var rights = Rights.None;
        foreach (var folder in WayTo(node))
        {
            if (Stops.Contains(folder))
                rights = Rights.None;
            foreach (var ((where, principal), granted) in Grants)
            {
                if (where == folder && who.Contains(principal))
                    rights |= granted;
            }
        }
        return rights;
    }

    internal bool IsIn(string member, string group)
        => member == group || Memberships.Any(m => m.Member == member && IsIn(m.Group, group));

    /// <summary>Names from the space's own folder down to a node.</summary>
    internal List<string> WayTo(string node)
    {
        var way = new List<string>();
        for (var current = node; current.Length > 0; current = Parent[current])
            way.Insert(0, current);
        way.Insert(0, "");
        return way;
    }

    internal string PathOf(string node) => "/shared/docs" + string.Concat(WayTo(node).Skip(1).Select(name => "/" + name));

    private HashSet<string> PrincipalsOf(string account)
    {
        if (account == Anyone)
            return [Anyone];
        var found = new HashSet<string> { account, Everyone, Anyone };
        while (Memberships.FirstOrDefault(m => found.Contains(m.Member) && !found.Contains(m.Group)) is { Group.Length: > 0 } next)
            found.Add(next.Group);
        return found;
    }
}
