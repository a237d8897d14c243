using System.Globalization;
using Atrium.Core.Accounts;
using Atrium.Core.Ports;
using Atrium.Core.Repository;

namespace Atrium.Core.Access;

/// <summary>
/// What was granted to a caller, found by who he is and not by walking down: what was granted deep in a space whose upper folders he
/// cannot list would never be found otherwise.
/// </summary>
internal static class SharedWithMe
{
    // Grants read of one principal at a time; most have few.
    private const int GrantsAtOnce = 32;

    // Nodes that one page may look at: grants on what is deleted are kept for as long as it can be undeleted.
    private const int NodesOfOnePage = 10_000;

    internal static Outcome<SharedPage> Run(ICatalogReader reader, Caller caller, string? after, int limit)
    {
        if (limit is < 1 or > ListQuery.MaxLimit)
            return Refused.Invalid($"A page has 1 to {ListQuery.MaxLimit} entries.");
        var last = 0L;
        if (after is { Length: > 0 } && !long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out last))
            return Refused.Invalid("'after' is the 'next' of the page before; start without it.");
        if (!AccessRules.IsSignedIn(reader, caller))
            return new Refused(Refusal.SignInRequired, "Sign in first.");

        var found = new List<OwnAccess>();
        var seen = new Dictionary<long, SpaceAccess>();
        var looked = 0;
        foreach (var (node, spaceId) in Granted(reader, AccessRules.Who(reader, caller), last))
        {
            if (found.Count == limit || looked++ == NodesOfOnePage)
                return new SharedPage(found, last.ToString(CultureInfo.InvariantCulture));
            last = node;
            if (reader.GetSpace(spaceId) is not { } space)
                continue;
            if (!seen.TryGetValue(spaceId, out var access))
                seen[spaceId] = access = SpaceAccess.Of(reader, caller, space);
            if (access.Of(node) is var rights && rights.HasFlag(Rights.List) && reader.PathOf(space, node) is { } path)
                found.Add(new OwnAccess(path, reader.KindOf(space, node), rights));
        }
        return new SharedPage(found, null);
    }

    /// <summary>Nodes with a grant to one of the principals, each once, by number.</summary>
    private static IEnumerable<(long Node, long Space)> Granted(ICatalogReader reader, PrincipalSet who, long after)
    {
        while (true)
        {
            var grants = who.Ids.Select(id => reader.GrantsTo(id, after, GrantsAtOnce)).Where(rows => rows.Count > 0).ToList();
            if (grants.Count == 0)
                yield break;
            // Up to here the rows of all principals are known.
            var known = grants.Min(rows => rows.Count < GrantsAtOnce ? long.MaxValue : rows[^1].Node);
            var nodes = grants.SelectMany(rows => rows).Where(row => row.Node <= known).Select(row => (row.Node, row.Space)).Distinct().Order();
            foreach (var node in nodes)
                yield return node;
            if (known == long.MaxValue)
                yield break;
            after = known;
        }
    }
}
