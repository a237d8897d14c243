using Atrium.Core.Journal;
using Atrium.Core.Ports;

namespace Atrium.Storage.Catalog;

/// <content>Links by which people without an account reach a node.</content>
internal sealed partial class CatalogTransaction
{
    public void InsertShare(ShareRow row)
    {
        Write(Sql.InsertShare).Bind(row.Id).Bind(row.Space).Bind(row.Node).Bind(row.Account).Bind(row.Verifier).Bind((long)row.Kind).Bind(row.Password)
            .Bind(row.Created).Bind(row.Expires).Bind(row.MaxDownloads).Bind(row.Downloads).Run();
        Administer("share-added", PlaceOf(row), null, AdministrationText.Of(row));
    }

    public void DeleteShare(long id)
    {
        if (Share(id) is { } row)
            Administer("share-removed", PlaceOf(row), AdministrationText.Of(row), null);
        Write(Sql.DeleteShare).Bind(id).Run();
    }

    public void CountDownload(long id) => Write(Sql.CountDownload).Bind(id).Run();

    private string PlaceOf(ShareRow row) => GetSpace(row.Space) is { } space ? AdministrationText.PathOf(this, space, row.Node) : "";

    // With what was granted to them.
    private void DeleteSharesOf(long account)
    {
        foreach (var row in SharesOf(account))
        {
            DeleteGrantsOf(row.Id);
            DeleteShare(row.Id);
        }
    }
}
