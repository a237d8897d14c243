namespace Atrium.Storage.Catalog;

/// <content>Locks, and the properties that clients keep with nodes.</content>
internal static partial class Sql
{
    private const string LockColumns = "id, token, space, node, account, credential, scope, depth, owner, place, created, expires";
    internal const string Lock = $"select {LockColumns} from node_lock where id = $1";
    internal const string FindLock = $"select {LockColumns} from node_lock where token = $1";
    internal const string LocksOn = $"select {LockColumns} from node_lock where node = $1 order by id";
    internal const string LocksIn = $"select {LockColumns} from node_lock where space = $1 order by place, id";
    internal const string LocksBetween = $"select {LockColumns} from node_lock where space = $1 and place > $2 and place < $3 order by place, id";
    internal const string LocksOf = $"select {LockColumns} from node_lock where account = $1 order by id";
    internal const string Locks = $"select {LockColumns} from node_lock where id > $1 order by id limit $2";
    internal const string ExpiredLocks = $"select {LockColumns} from node_lock where expires <= $1 order by expires limit $2";
    internal const string CountLocksOf = "select count(*) from node_lock where account = $1 and expires > $2";
    internal const string CountLocksIn = "select count(*) from node_lock where space = $1";
    internal const string InsertLock = $"insert into node_lock ({LockColumns}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    internal const string ExtendLock = "update node_lock set expires = $1 where id = $2";
    internal const string DeleteLock = "delete from node_lock where id = $1";
    internal const string DeleteLocksIn = "delete from node_lock where space = $1";

    private const string PropertyColumns = "node, namespace, name, space, value";
    internal const string PropertiesOf = $"select {PropertyColumns} from node_property where node = $1 order by namespace, name";
    internal const string PropertiesOfEntries =
        """
        select e.name, p.node, p.namespace, p.name, p.space, p.value from entry e join node_property p on p.node = e.node
        where e.parent = $1 and e.name >= $2 and e.name <= $3 order by e.name, p.namespace, p.name
        """;
    internal const string NodesWithProperties = "select distinct node from node_property where node > $1 order by node limit $2";
    internal const string CountPropertiesIn = "select count(*) from node_property where space = $1";
    internal const string InsertProperty = $"insert into node_property ({PropertyColumns}) values ($1, $2, $3, $4, $5)";
    internal const string SetProperty = "update node_property set value = $1 where node = $2 and namespace = $3 and name = $4";
    internal const string DeleteProperty = "delete from node_property where node = $1 and namespace = $2 and name = $3";
    internal const string DeletePropertiesOf = "delete from node_property where node = $1";
}
