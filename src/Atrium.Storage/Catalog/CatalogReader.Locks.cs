using Atrium.Core.Ports;

namespace Atrium.Storage.Catalog;

/// <content>Locks, and the properties that clients keep with nodes.</content>
internal partial class CatalogReader
{
    public LockRow? GetLock(long id) => One(Use(Sql.Lock).Bind(id), Rows.Lock);

    public LockRow? FindLock(string token) => One(Use(Sql.FindLock).Bind(token), Rows.Lock);

    public IReadOnlyList<LockRow> LocksOn(long node) => All(Use(Sql.LocksOn).Bind(node), Rows.Lock);

    public IReadOnlyList<LockRow> LocksBelow(long space, string place) => place.Length == 0
        ? [.. All(Use(Sql.LocksIn).Bind(space), Rows.Lock).Where(row => row.Place.Length > 0)]
        // The character after the slash ends the names that begin with it.
        : All(Use(Sql.LocksBetween).Bind(space).Bind(place + "/").Bind(place + "0"), Rows.Lock);

    public IReadOnlyList<LockRow> LocksOf(long account) => All(Use(Sql.LocksOf).Bind(account), Rows.Lock);

    public IReadOnlyList<LockRow> Locks(long after, int limit) => All(Use(Sql.Locks).Bind(after).Bind(limit), Rows.Lock);

    public IReadOnlyList<LockRow> ExpiredLocks(long until, int limit) => All(Use(Sql.ExpiredLocks).Bind(until).Bind(limit), Rows.Lock);

    public long CountLocksOf(long account, long now) => Maybe(Use(Sql.CountLocksOf).Bind(account).Bind(now), row => row.Long(0)) ?? 0;

    public long CountLocksIn(long space) => Maybe(Use(Sql.CountLocksIn).Bind(space), row => row.Long(0)) ?? 0;

    public IReadOnlyList<PropertyRow> PropertiesOf(long node) => All(Use(Sql.PropertiesOf).Bind(node), Rows.Property);

    public IReadOnlyList<(string Entry, PropertyRow Property)> PropertiesOfEntries(long folder, string first, string last)
        => All(Use(Sql.PropertiesOfEntries).Bind(folder).Bind(first).Bind(last), row => (row.Text(0), Rows.Property(row, 1)));

    public IReadOnlyList<long> NodesWithProperties(long after, int limit)
        => All(Use(Sql.NodesWithProperties).Bind(after).Bind(limit), row => row.Long(0));

    public long CountPropertiesIn(long space) => Maybe(Use(Sql.CountPropertiesIn).Bind(space), row => row.Long(0)) ?? 0;
}
