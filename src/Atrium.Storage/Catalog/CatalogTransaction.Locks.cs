using Atrium.Core.Ports;

namespace Atrium.Storage.Catalog;

/// <content>Locks, and the properties that clients keep with nodes. How many there are in a space is kept in step here.</content>
internal sealed partial class CatalogTransaction
{
    public void InsertLock(LockRow row)
    {
        Write(Sql.InsertLock).Bind(row.Id).Bind(row.Token).Bind(row.Space).Bind(row.Node).Bind(row.Account).Bind(row.Credential).Bind((long)row.Scope)
            .Bind((long)row.Depth).Bind(row.Owner).Bind(row.Place).Bind(row.Created).Bind(row.Expires).Run();
        if (GetSpace(row.Space) is { } space)
            space.Locks++;
    }

    public void ExtendLock(long id, long expires) => Write(Sql.ExtendLock).Bind(expires).Bind(id).Run();

    public void DeleteLock(LockRow row)
    {
        Write(Sql.DeleteLock).Bind(row.Id).Run();
        if (GetSpace(row.Space) is { } space)
            space.Locks--;
    }

    public void SetProperty(PropertyRow row, bool isThere)
    {
        if (isThere)
        {
            Write(Sql.SetProperty).Bind(row.Value).Bind(row.Node).Bind(row.Namespace).Bind(row.Name).Run();
            return;
        }
        Write(Sql.InsertProperty).Bind(row.Node).Bind(row.Namespace).Bind(row.Name).Bind(row.Space).Bind(row.Value).Run();
        if (GetSpace(row.Space) is { } space)
            space.Properties++;
    }

    public void DeleteProperty(PropertyRow row)
    {
        Write(Sql.DeleteProperty).Bind(row.Node).Bind(row.Namespace).Bind(row.Name).Run();
        if (GetSpace(row.Space) is { } space)
            space.Properties--;
    }

    // Of a node that is taken apart.
    private void DeletePropertiesOf(long node)
    {
        if (PropertiesOf(node) is not { Count: > 0 } rows)
            return;
        Write(Sql.DeletePropertiesOf).Bind(node).Run();
        if (GetSpace(rows[0].Space) is { } space)
            space.Properties -= rows.Count;
    }

    private void DeleteLocksOf(long account)
    {
        foreach (var row in LocksOf(account))
            DeleteLock(row);
    }
}
