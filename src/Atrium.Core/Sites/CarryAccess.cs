using Atrium.Core.Access;
using Atrium.Core.Ports;

namespace Atrium.Core.Sites;

/// <summary>
/// What was said about access of folders and files of a site goes with their paths to the next tree that stands there: a folder that
/// was closed to visitors is not opened by a deployment, and who could write into one still can.
/// </summary>
internal static class CarryAccess
{
    /// <summary>Says of <paramref name="next"/> what was said of <paramref name="old"/>, and nothing else.</summary>
    internal static void Run(ICatalogTransaction tx, Space space, long old, long next)
    {
        var acl = tx.AclOf(space);
        var said = acl.Nodes.Select(node => (Node: node, Names: tx.NamesBelow(old, node))).Where(known => known.Names is not null).ToList();
        // One that was current before has what was said of it then.
        foreach (var node in acl.Nodes.Where(node => tx.NamesBelow(next, node) is not null))
            Clear(tx, space, acl, node);
        foreach (var (node, names) in said)
        {
            if (Find(tx, next, names!) is not { } place)
                continue;
            foreach (var grant in acl.Find(node)!.Grants)
                tx.SetGrant(space, place, grant.Principal, grant.Rights);
            if (acl.Stops.Contains(node))
                tx.SetInheritance(space, place, inherits: false);
        }
    }

    private static void Clear(ICatalogTransaction tx, Space space, SpaceAcl acl, long node)
    {
        foreach (var grant in acl.Find(node)!.Grants)
            tx.SetGrant(space, node, grant.Principal, Rights.None);
        if (acl.Stops.Contains(node))
            tx.SetInheritance(space, node, inherits: true);
    }

    private static long? Find(ICatalogReader reader, long top, IEnumerable<string> names)
    {
        var node = top;
        foreach (var name in names)
        {
            if (reader.LiveEntry(node, name) is not { } entry)
                return null;
            node = entry.Node;
        }
        return node;
    }
}
