using Atrium.Core.Accounts;
using Atrium.Core.Journal;
using Atrium.Core.Ports;
using Atrium.Core.Repository;
using Atrium.Storage.Sqlite;

namespace Atrium.Storage.Catalog;

/// <summary>
/// The one writing transaction: a batch of units, one after the other. Rows of spaces and what is counted of folders are
/// held here while the batch runs and written once at its end, however many units changed them.
/// </summary>
internal sealed partial class CatalogTransaction(SqliteConnection connection, AccessCache cache, NumberSource numbers, TimeProvider clock)
    : CatalogReader(connection, cache, now: 0), ICatalogTransaction
{
    /// <summary>
    /// Records that wait to be put with those of their space: enough that a page of a busy space gets many at once, few enough
    /// that the batch which settles them takes a few milliseconds more.
    /// </summary>
    private const int MaxRecentChanges = 1024;

    private readonly Dictionary<long, Space> spaces = [];
    private readonly Dictionary<long, Space> spacesStored = [];
    private readonly Dictionary<(SpaceKind, string), long> spaceNames = [];
    private readonly Dictionary<long, FolderRow> folderChanges = [];
    private readonly List<long> newSpaces = [];

    // What the batch has said about access is not committed yet, and must not be remembered beyond it.
    private readonly HashSet<long> aclsChanged = [];
    private bool principalsChanged, nestingChanged;

    // What the running unit has done, to be taken back when it is refused.
    private readonly Dictionary<long, Space> spacesBefore = [];
    private readonly Dictionary<long, FolderRow> unitFolderChanges = [];
    private readonly HashSet<long> advanced = [];
    private readonly List<Space> removed = [];
    private long unitNow;
    private int ordinal;
    private Guid unit;

    // At least as many as there are: those of a unit that was taken back are counted too.
    private long recentChanges = connection.Scalar(Sql.CountRecentChanges) ?? 0;

    public Caller Caller { get; private set; } = null!;

    public override long Now => unitNow;

    /// <summary>True once the running unit has written a row: then a refusal must take rows back.</summary>
    internal bool HasWritten { get; private set; }

    /// <summary>The spaces that the batch has given sequence numbers in, with the last one.</summary>
    internal IEnumerable<(long Space, long Seq)> Changed => spaces.Values.Select(space => (space.Id, space.Seq));

    internal void BeginBatch()
    {
        spaces.Clear();
        spacesStored.Clear();
        spaceNames.Clear();
        folderChanges.Clear();
        newSpaces.Clear();
        aclsChanged.Clear();
        principalsChanged = nestingChanged = false;
    }

    internal void BeginUnit(Caller caller)
    {
        Caller = caller;
        unitNow = clock.GetUtcNow().UtcTicks;
        unit = Guid.CreateVersion7(new DateTimeOffset(Now, TimeSpan.Zero));
        ordinal = 0;
        HasWritten = false;
        spacesBefore.Clear();
        removed.Clear();
        unitFolderChanges.Clear();
        advanced.Clear();
    }

    internal void KeepUnit()
    {
        TellOfSpaces();
        foreach (var (node, change) in unitFolderChanges)
            folderChanges[node] = Sum(folderChanges.GetValueOrDefault(node), change);
        foreach (var space in removed)
        {
            spaces.Remove(space.Id);
            spaceNames.Remove((space.Kind, space.Name));
        }
    }

    /// <summary>Forgets what the unit changed here; its rows are taken back by the writer.</summary>
    internal void DropUnit()
    {
        foreach (var (id, before) in spacesBefore)
            spaces[id].CopyFrom(before);
    }

    /// <summary>Forgets spaces that were inserted by rows that are taken back.</summary>
    internal void DropNewSpaces(int keep)
    {
        foreach (var id in newSpaces.Skip(keep))
        {
            spaceNames.Remove((spaces[id].Kind, spaces[id].Name));
            spaces.Remove(id);
        }
        newSpaces.RemoveRange(keep, newSpaces.Count - keep);
    }

    internal int NewSpaces => newSpaces.Count;

    /// <summary>Writes what was held back.</summary>
    internal void EndBatch()
    {
        // A batch that only looked writes nothing, and so costs no fsync.
        foreach (var space in spaces.Values.Where(space => !space.HasStateOf(spacesStored[space.Id])))
        {
            Use(Sql.UpdateSpace).Bind(space.Owner).Bind(space.Quota).Bind(space.HistoryCap).Bind(space.Retention.Ticks).Bind(space.Seq)
                .Bind(space.At).Bind(space.Used).Bind(space.History).Bind(space.Horizon).Bind(space.AccessEpoch)
                .Bind(space.Locks).Bind(space.Properties).Bind(space.Id).Run();
        }
        if (principalsChanged)
            Use(Sql.RaisePrincipalsVersion).Run();
        if (nestingChanged)
            Use(Sql.RaiseNestingVersion).Run();
        WriteFolderChanges();
        if (recentChanges >= MaxRecentChanges)
            SettleChanges();
        numbers.Save(Connection);
    }

    /// <summary>Lets the records of a space stand together: many of each at once, so that few pages are written for each record.</summary>
    private void SettleChanges()
    {
        Use(Sql.SettleChanges).Run();
        Use(Sql.ClearRecentChanges).Run();
        recentChanges = 0;
    }

    /// <summary>Writes what is held back of folders, so that statements over many rows see it.</summary>
    internal void WriteFolderChanges()
    {
        foreach (var (node, change) in folderChanges)
            Use(Sql.AddToFolder).Bind(change.Bytes).Bind(change.Entries).Bind(change.Modified).Bind(node).Run();
        folderChanges.Clear();
    }

    public override Space? FindSpace(SpaceKind kind, string name) => spaceNames.TryGetValue((kind, name), out var id)
        ? Tracked(spaces[id])
        : base.FindSpace(kind, name) is { } found ? Track(found) : null;

    public override Space? GetSpace(long id) => spaces.TryGetValue(id, out var known)
        ? Tracked(known)
        : base.GetSpace(id) is { } found ? Track(found) : null;

    // Owners that the batch has changed are not in the table yet.
    public override IReadOnlyList<Space> SpacesOf(long owner)
        => [.. base.SpacesOf(owner).Select(space => space.Id).Union(spaces.Values.Where(space => space.Owner == owner).Select(space => space.Id))
            .Where(id => !removed.Exists(space => space.Id == id)).Select(id => GetSpace(id)!).Where(space => space.Owner == owner)];

    public override IReadOnlyList<Space> Spaces() => [.. base.Spaces().Select(space => GetSpace(space.Id)!)];

    public Space? Lock(long space) => GetSpace(space);

    public override FolderRow? Folder(long node)
        => base.Folder(node) is { } row ? Sum(Sum(row, folderChanges.GetValueOrDefault(node)), unitFolderChanges.GetValueOrDefault(node)) : null;

    public override FolderRow ComputeFolder(long node)
    {
        WriteFolderChanges();
        return base.ComputeFolder(node);
    }

    public override long ComputeHistory(long space)
    {
        WriteFolderChanges();
        return base.ComputeHistory(space);
    }

    public long Next(Sequence sequence) => numbers.Next(sequence);

    public long Advance(Space space)
    {
        if (advanced.Add(space.Id))
        {
            space.Seq++;
            // Clocks are set back; the order of a space's changes is not.
            space.At = Math.Max(space.At, Now);
        }
        return space.Seq;
    }

    public void InsertSpace(Space space)
    {
        Write(Sql.InsertSpace).Bind(space.Id).Bind((long)space.Kind).Bind(space.Name).Bind(space.Root).Bind(space.Owner).Bind(space.Quota)
            .Bind(space.HistoryCap).Bind(space.Retention.Ticks).Bind(space.Seq).Bind(space.At).Bind(space.Used).Bind(space.History)
            .Bind(space.Horizon).Bind(space.AccessEpoch).Bind(space.Locks).Bind(space.Properties).Run();
        newSpaces.Add(space.Id);
        Track(space);
        Administer("space-added", space.Path.ToString(), null, AdministrationText.Of(this, space));
    }

    public void DeleteSpace(Space space)
    {
        Write(Sql.DeleteSpace).Bind(space.Id).Run();
        Write(Sql.AddDeadSpace).Bind(space.Id).Run();
        Write(Sql.DeleteLocksIn).Bind(space.Id).Run();
        AddDeadNode(space.Root, space.Id);
        removed.Add(space);
        Administer("space-removed", space.Path.ToString(), AdministrationText.Of(this, space), null);
    }

    public int PurgeDeadSpace(long space, int limit)
    {
        Write(Sql.DeleteRecentChangesOf).Bind(space).Run();
        var rows = All(Use(Sql.ChangesOfSpace).Bind(space).Bind(limit), row => (Seq: row.Long(0), Ordinal: row.Long(1)));
        foreach (var (seq, number) in rows)
            Write(Sql.DeleteChange).Bind(space).Bind(seq).Bind(number).Run();
        if (rows.Count < limit)
            Write(Sql.RemoveDeadSpace).Bind(space).Run();
        return rows.Count;
    }

    public void InsertNode(long id, long space, NodeKind kind, long modified)
        => Write(Sql.InsertNode).Bind(id).Bind(space).Bind((long)kind).Bind(modified).Run();

    public void DeleteNode(long id)
    {
        Write(Sql.DeleteNode).Bind(id).Run();
        // Its number is never used again: what was said of it can go without the epoch of its space.
        Write(Sql.DeleteGrantsOn).Bind(id).Run();
        Write(Sql.DeleteSharesOn).Bind(id).Run();
        Write(Sql.DeleteStop).Bind(id).Run();
        DeletePropertiesOf(id);
    }

    public void InsertEntry(EntryRow row)
        => Write(Sql.InsertEntry).Bind(row.Space).Bind(row.Parent).Bind(row.Name).Bind(NodePath.Fold(row.Name)).Bind(row.Node)
            .Bind((long)row.Kind).Bind(row.FromSeq).Run();

    public void EndEntry(EntryRow row, long toSeq)
    {
        DeleteEntry(row);
        Write(Sql.InsertPastEntry).Bind(row.Space).Bind(row.Parent).Bind(row.Name).Bind(row.Node).Bind((long)row.Kind).Bind(row.FromSeq)
            .Bind(toSeq).Run();
    }

    public void DeleteEntry(EntryRow row)
    {
        if (row.IsLive)
            Write(Sql.DeleteEntry).Bind(row.Parent).Bind(row.Name).Run();
        else
            Write(Sql.DeletePastEntry).Bind(row.Parent).Bind(row.Name).Bind(row.FromSeq).Run();
    }

    public void AddToFolder(long node, long bytes, long entries, long modified)
        => unitFolderChanges[node] = Sum(unitFolderChanges.GetValueOrDefault(node), new FolderRow(bytes, entries, modified));

    public void InsertContent(ContentRow row)
        => Write(Sql.InsertContent).Bind(row.Space).Bind(row.Node).Bind(row.Version).Bind(row.ToSeq).Bind(row.Base).Bind(row.Size)
            .Bind(row.MediaType).Bind(row.Modified).Bind(row.Author).Bind(row.Sha256).Run();

    public void EndContent(ContentRow row, long toSeq) => Write(Sql.EndContent).Bind(toSeq).Bind(row.Node).Bind(row.Version).Run();

    public void DeleteContent(ContentRow row) => Write(Sql.DeleteContent).Bind(row.Node).Bind(row.Version).Run();

    public void InsertExtent(ExtentRow row)
        => Write(Sql.InsertExtent).Bind(row.Node).Bind(row.Seq).Bind(row.Position).Bind(row.Blob).Bind(row.Offset).Bind(row.Length).Run();

    public void DeleteExtents(long node, long @base, long version) => Write(Sql.DeleteExtents).Bind(node).Bind(@base).Bind(version).Run();

    public void InsertBlob(BlobRow row, ReadOnlyMemory<byte> inlineBytes)
    {
        Write(Sql.InsertBlob).Bind(row.Id).Bind(row.Domain).Bind(row.Sha256).Bind(row.Size).Bind(row.Locator).Run();
        if (row.Locator is null)
            Write(Sql.InsertInline).Bind(row.Id).Bind(inlineBytes.Span).Run();
    }

    public void CondemnBlob(long id, long? at) => Write(Sql.CondemnBlob).Bind(at).Bind(id).Run();

    public void DeleteBlob(long id)
    {
        Write(Sql.DeleteInline).Bind(id).Run();
        Write(Sql.DeleteBlob).Bind(id).Run();
    }

    public void SetDomain(long blob, long domain) => Write(Sql.SetDomain).Bind(domain).Bind(blob).Run();

    public void ReplaceBlob(long blob, long by) => Write(Sql.ReplaceBlob).Bind(by).Bind(blob).Run();

    public void Record(Space space, ChangeAction action, long node, NodeKind kind, NodePath path, NodePath? from)
    {
        var seq = Advance(space);
        Span<byte> id = stackalloc byte[16];
        unit.TryWriteBytes(id);
        Write(Sql.InsertChange).Bind(space.Id).Bind(seq).Bind(ordinal++).Bind(space.At).Bind(Caller.AccountId).Bind(Caller.Visit.Protocol)
            .Bind(Caller.Visit.Peer?.ToString()).Bind(id).Bind((long)action).Bind(node).Bind((long)kind).Bind(path.ToString())
            .Bind(from?.ToString()).Bind(numbers.Next(Sequence.Journal)).Run();
        recentChanges++;
    }

    public int DeleteChanges(long space, long upToSeq, int limit)
    {
        if (LastChangeUpTo(space, upToSeq) is not { } last)
            return 0;
        Write(Sql.DeleteOldRecentChanges).Bind(space).Bind(last.Seq).Run();
        var old = All(Use(Sql.OldChanges).Bind(space).Bind(last.Seq).Bind(limit), row => (Seq: row.Long(0), Ordinal: row.Long(1)));
        foreach (var (seq, number) in old)
            Write(Sql.DeleteChange).Bind(space).Bind(seq).Bind(number).Run();
        return old.Count;
    }

    public void AddDeadNode(long node, long space) => Write(Sql.AddDeadNode).Bind(node).Bind(space).Run();

    public void RemoveDeadNode(long node) => Write(Sql.RemoveDeadNode).Bind(node).Run();

    public void AddStagedFolder(long node, long space, long started) => Write(Sql.AddStagedFolder).Bind(node).Bind(space).Bind(started).Run();

    public void RemoveStagedFolder(long node)
    {
        Write(Sql.DeleteUpload).Bind(node).Run();
        Write(Sql.RemoveStagedFolder).Bind(node).Run();
    }

    public void SetFolder(long node, long bytes, long entries)
    {
        var now = Folder(node) ?? default;
        AddToFolder(node, bytes - now.Bytes, entries - now.Entries, 0);
    }

    private SqliteStatement Write(string sql)
    {
        HasWritten = true;
        return Use(sql);
    }

    private Space Track(Space space)
    {
        spaces[space.Id] = space;
        spacesStored[space.Id] = space.Clone();
        spaceNames[(space.Kind, space.Name)] = space.Id;
        return Tracked(space);
    }

    private Space Tracked(Space space)
    {
        spacesBefore.TryAdd(space.Id, space.Clone());
        return space;
    }

    private static FolderRow Sum(FolderRow a, FolderRow b) => new(a.Bytes + b.Bytes, a.Entries + b.Entries, Math.Max(a.Modified, b.Modified));
}
