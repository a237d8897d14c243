using Atrium.Core.Journal;
using Atrium.Core.Ports;

namespace Atrium.Storage.Catalog;

/// <content>Sites with their deployments, uploads in pieces, and settings.</content>
internal sealed partial class CatalogTransaction
{
    public void InsertSite(SiteRow row)
    {
        Write(Sql.InsertSite).Bind(row.Space).Bind(row.Proxy).Bind(row.AllowsClearText ? 1 : 0).Bind(row.Created).Bind(row.LastDeployment)
            .Bind(row.Options).Run();
        Administer("site-added", HostOf(row.Space), null, AdministrationText.Of(row));
    }

    public void UpdateSite(SiteRow row)
    {
        // A deployment is a change of the tree.
        if (Site(row.Space) is { } before && (before.Proxy, before.AllowsClearText, before.Options) != (row.Proxy, row.AllowsClearText, row.Options))
            Administer("site-changed", HostOf(row.Space), AdministrationText.Of(before), AdministrationText.Of(row));
        Write(Sql.UpdateSite).Bind(row.Proxy).Bind(row.AllowsClearText ? 1 : 0).Bind(row.LastDeployment).Bind(row.Options).Bind(row.Space).Run();
    }

    public void DeleteSite(long space)
    {
        Administer(
            "site-removed", HostOf(space), $"{(Site(space) is { } before ? AdministrationText.Of(before) : "")} names={string.Join(',', AliasesOf(space))}", null);
        Write(Sql.RemoveAliases).Bind(space).Run();
        Write(Sql.DeleteSite).Bind(space).Run();
    }

    public void AddAlias(string name, long space)
    {
        Write(Sql.AddAlias).Bind(name).Bind(space).Run();
        Administer("alias-added", HostOf(space), null, name);
    }

    public void RemoveAlias(string name)
    {
        if (SiteOfAlias(name) is { } space)
            Administer("alias-removed", HostOf(space), name, null);
        Write(Sql.RemoveAlias).Bind(name).Run();
    }

    public void InsertDeployment(DeploymentRow row)
        => Write(Sql.InsertDeployment).Bind(row.Space).Bind(row.Number).Bind(row.Folder).Bind(row.At).Bind(row.Account).Bind(row.Files)
            .Bind(row.Bytes).Run();

    public void DeleteDeployment(long folder) => Write(Sql.DeleteDeployment).Bind(folder).Run();

    public void AddUploadFolder(long node, long space, long started)
        => Write(Sql.AddUploadFolder).Bind(node).Bind(space).Bind(started).Run();

    public void InsertUpload(UploadRow row)
        => Write(Sql.InsertUpload).Bind(row.Folder).Bind(row.Space).Bind(row.Account).Bind(row.Path).Bind(row.Size).Bind(row.Received).Bind(row.Pieces)
            .Bind(row.Modified).Bind(row.MediaType).Bind(row.Touched).Bind(row.Metadata).Bind(row.Secret).Bind(row.Finished).Run();

    public void UpdateUpload(UploadRow row)
        => Write(Sql.UpdateUpload).Bind(row.Size).Bind(row.Received).Bind(row.Pieces).Bind(row.Touched).Bind(row.Folder).Run();

    public void DeleteFinishedUploads(long before) => Write(Sql.DeleteFinishedUploads).Bind(before).Run();

    public void SetSetting(string name, string? value)
    {
        Administer("setting-changed", name, Setting(name), value);
        if (value is null)
            Write(Sql.DeleteSetting).Bind(name).Run();
        else
            Write(Sql.SetSetting).Bind(name).Bind(value).Run();
    }

    private string HostOf(long space) => GetSpace(space)?.Name ?? "";
}
