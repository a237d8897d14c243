using Atrium.Core.Access;
using Atrium.Core.Ports;

namespace Atrium.Core.Accounts;

/// <summary>Groups of accounts and of other groups.</summary>
internal static class GroupUnits
{
    internal static Outcome<GroupInfo> Add(ICatalogTransaction tx, string name)
    {
        if (!AccountNameRule.Check(name).Try(out var folded, out var refused))
            return refused;
        if (tx.FindGroup(folded) is not null || tx.FindAccount(folded) is not null)
            return Refused.Exists($"An account or group {folded}");
        var group = new GroupRow(tx.Next(Sequence.Principal), folded, tx.Now);
        tx.InsertGroup(group);
        return Describe(tx, group);
    }

    internal static Outcome<Done> Remove(ICatalogTransaction tx, string name)
    {
        if (!Find(tx, name).Try(out var group, out var refused))
            return refused;
        if (tx.SpacesOf(group.Id) is [var owned, ..])
            return Refused.Conflict($"{group.Name} owns {owned.Path}: give it another owner first, with: atrium space set {owned.Path} --owner NAME");
        tx.DeleteGroup(group.Id);
        return default(Done);
    }

    /// <summary>The group is told, and described by whom it interests: it may have thousands of members.</summary>
    internal static Outcome<GroupRow> Join(ICatalogTransaction tx, string name, string member)
    {
        if (!Find(tx, name).Try(out var group, out var refused)
            || !PrincipalNames.FindAccountOrGroup(tx, member).Try(out var id, out refused))
            return refused;
        if (tx.GetGroup(id) is not null && Reaches(tx, group.Id, id))
            return Refused.Conflict($"{group.Name} is in {member} already, directly or through others: groups cannot hold each other.");
        tx.AddMember(group.Id, id);
        return group;
    }

    /// <inheritdoc cref="Join"/>
    internal static Outcome<GroupRow> Leave(ICatalogTransaction tx, string name, string member)
    {
        if (!Find(tx, name).Try(out var group, out var refused)
            || !PrincipalNames.FindAccountOrGroup(tx, member).Try(out var id, out refused))
            return refused;
        if (!tx.GroupsOf(id).Contains(group.Id))
            return Refused.NotFound($"{member} in {group.Name}");
        tx.RemoveMember(group.Id, id);
        return group;
    }

    internal static Outcome<GroupInfo> Get(ICatalogReader reader, string name)
        => Find(reader, name).Try(out var group, out var refused) ? Describe(reader, group) : refused;

    internal static GroupInfo Describe(ICatalogReader reader, GroupRow group) => new(
        group.Name,
        [.. reader.MembersOf(group.Id).Select(id => PrincipalNames.Of(reader, id)?.Name).OfType<string>().Order(StringComparer.Ordinal)],
        new DateTimeOffset(group.Created, TimeSpan.Zero));

    private static Outcome<GroupRow> Find(ICatalogReader reader, string name)
        => reader.FindGroup(name.ToLowerInvariant()) is { } group ? group : Refused.NotFound($"The group {name}");

    // Whether one is the other, or is in it, directly or through others.
    private static bool Reaches(ICatalogReader reader, long from, long to)
    {
        var seen = new HashSet<long> { from };
        var open = new Queue<long>(seen);
        while (open.TryDequeue(out var current))
        {
            if (current == to)
                return true;
            foreach (var group in reader.GroupsOf(current))
            {
                if (seen.Add(group))
                    open.Enqueue(group);
            }
        }
        return false;
    }
}
