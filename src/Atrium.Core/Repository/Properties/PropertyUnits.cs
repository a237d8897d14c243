using System.Text;
using Atrium.Core.Access;
using Atrium.Core.Accounts;
using Atrium.Core.Ports;
using Atrium.Core.Repository.Locks;
using Atrium.Core.Repository.Operations;

namespace Atrium.Core.Repository.Properties;

/// <summary>Reading and changing what clients keep with nodes.</summary>
internal static class PropertyUnits
{
    internal static Outcome<IReadOnlyList<DeadProperty>> Of(ICatalogReader reader, Caller caller, NodePath path)
    {
        if (path.Depth < 2)
            return TopFolders.Stat(reader, caller, path).Try(out _, out var unseen) ? new List<DeadProperty>() : unseen;
        if (!TreeWalk.To(reader, caller, path, AsOf.Now).Try(out var walk, out var refused))
            return refused;
        if (walk.TargetNode is not { } node)
            return Refused.NotFound(path.ToString());
        return Readable(walk.Space, walk.Rights) ? Describe(reader.PropertiesOf(node)) : new List<DeadProperty>();
    }

    internal static Outcome<IReadOnlyDictionary<string, IReadOnlyList<DeadProperty>>> OfEntries(
        ICatalogReader reader, Caller caller, NodePath folder, string first, string last)
    {
        if (folder.Depth < 2)
            return TopFolders.Stat(reader, caller, folder).Try(out _, out var unseen) ? new Dictionary<string, IReadOnlyList<DeadProperty>>() : unseen;
        if (!TreeWalk.To(reader, caller, folder, AsOf.Now).Try(out var walk, out var refused))
            return refused;
        if (walk.TargetNode is not { } node || walk.TargetKind != NodeKind.Folder)
            return Refused.NotFound(folder.ToString());
        var byName = new Dictionary<string, IReadOnlyList<DeadProperty>>(StringComparer.Ordinal);
        if (walk.Space.Properties == 0)
            return byName;
        foreach (var group in reader.PropertiesOfEntries(node, first, last).GroupBy(row => row.Entry))
        {
            if (Readable(walk.Space, walk.Access.Below(walk.Rights, group.First().Property.Node)))
                byName[group.Key] = Describe(group.Select(row => row.Property));
        }
        return byName;
    }

    internal static Outcome<Done> Patch(ICatalogTransaction tx, NodePath path, IReadOnlyList<PropertyChange> changes, DateTimeOffset? modified)
    {
        if (!TreeWalk.To(tx, tx.Caller, path, AsOf.Now).Try(out var walk, out var refused))
            return refused;
        if (walk.TargetNode is not { } node)
            return Refused.NotFound(path.ToString());
        if (!walk.Rights.HasFlag(Rights.Write))
            return AccessRules.Refuse(walk.Rights, path.ToString());
        if (LockRules.Check(tx, tx.Caller, walk, LockReach.State) is { } locked)
            return locked;
        if (modified is not null && walk.TargetKind != NodeKind.File)
            return TouchFile.NotAFile(path);
        var before = tx.PropertiesOf(node).ToDictionary(row => (row.Namespace, row.Name));
        if (!Apply(before, changes).Try(out var after, out refused))
            return refused;

        // Decided: from here on nothing refuses.
        foreach (var (name, row) in before)
        {
            if (!after.ContainsKey(name))
                tx.DeleteProperty(row);
        }
        foreach (var ((space, name), value) in after)
        {
            var isThere = before.TryGetValue((space, name), out var row);
            if (!isThere || row.Value != value)
                tx.SetProperty(new PropertyRow(node, space, name, walk.Space.Id, value), isThere);
        }
        if (modified is { } time)
            TouchFile.Write(tx, walk, time);
        tx.Record(walk.Space, ChangeAction.Touched, node, walk.TargetKind!.Value, path, null);
        return default(Done);
    }

    private static Outcome<Dictionary<(string Namespace, string Name), string>> Apply(
        Dictionary<(string Namespace, string Name), PropertyRow> before, IReadOnlyList<PropertyChange> changes)
    {
        if (changes.Count > PropertyLimits.MaxChanges)
            return Refused.Invalid($"At most {PropertyLimits.MaxChanges} properties are changed at a time: send several requests.");
        var after = before.ToDictionary(known => known.Key, known => known.Value.Value);
        foreach (var change in changes)
        {
            if (Bytes(change.Namespace) + Bytes(change.Name) > PropertyLimits.MaxNameBytes)
                return new Refused(Refusal.TooLarge, $"The name of a property may have {PropertyLimits.MaxNameBytes} bytes, its namespace included.");
            if (change.Value is { } value)
                after[(change.Namespace, change.Name)] = value;
            else
                after.Remove((change.Namespace, change.Name));
        }
        if (after.Count > PropertyLimits.MaxOfNode)
            return new Refused(Refusal.TooLarge, $"A file or folder may have {PropertyLimits.MaxOfNode} properties: take some away first.");
        return after.Sum(known => Bytes(known.Key.Namespace) + Bytes(known.Key.Name) + Bytes(known.Value)) > PropertyLimits.MaxBytesOfNode
            ? new Refused(Refusal.TooLarge, $"The properties of a file or folder may have {PropertyLimits.MaxBytesOfNode} bytes together: put longer things into a file.")
            : after;
    }

    private static int Bytes(string text) => Encoding.UTF8.GetByteCount(text);

    // They are part of what a node holds, not of what it is called.
    private static bool Readable(Space space, Rights rights) => space.Properties > 0 && rights.HasFlag(Rights.Read);

    private static List<DeadProperty> Describe(IEnumerable<PropertyRow> rows) => [.. rows.Select(row => new DeadProperty(row.Namespace, row.Name, row.Value))];
}
