namespace Atrium.Storage.Catalog;

/// <summary>
/// Which groups are in which, all of them: few, and seldom changed, where accounts come and go. To follow them in memory costs a twentieth of
/// asking the catalog at each step.
/// </summary>
internal sealed class GroupNesting
{
    private readonly Dictionary<long, List<long>> above = [];

    /// <param name="memberships">Of groups in groups.</param>
    internal GroupNesting(IReadOnlyList<(long Member, long MemberOf)> memberships)
    {
        foreach (var (member, memberOf) in memberships)
        {
            if (above.TryGetValue(member, out var groups))
                groups.Add(memberOf);
            else
                above.Add(member, [memberOf]);
        }
    }

    /// <summary>Adds groups, and all that they are in, to what is there already. A circle, which only a damaged catalog has, ends.</summary>
    internal void AddWithAllAbove(IReadOnlyList<long> groups, HashSet<long> reached)
    {
        var open = new Stack<long>(groups);
        while (open.TryPop(out var group))
        {
            if (!reached.Add(group) || !above.TryGetValue(group, out var next))
                continue;
            foreach (var one in next)
                open.Push(one);
        }
    }
}
