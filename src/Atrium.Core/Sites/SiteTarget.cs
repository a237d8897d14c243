using Atrium.Core.Access;
using Atrium.Core.Accounts;
using Atrium.Core.Ports;
using Atrium.Core.Repository;
using Atrium.Core.Sites.Options;

namespace Atrium.Core.Sites;

/// <summary>A site that a caller has named, with what he may do with its space.</summary>
internal sealed record SiteTarget(SiteRow Row, Space Space, SpaceAccess Access)
{
    internal string Host => Space.Name;

    internal NodePath CurrentPath => Space.Path.TrustedChild(SiteLimits.CurrentName);

    /// <summary>What stands where visitors look.</summary>
    internal EntryRow? Current(ICatalogReader reader) => reader.LiveEntry(Space.Root, SiteLimits.CurrentName);

    /// <summary>The site of a name, or of one of its other names, where the caller holds a right on the whole of its space.</summary>
    internal static Outcome<SiteTarget> Find(ICatalogReader reader, Caller caller, string host, Rights needed)
    {
        if (!HostNameRule.Check(host).Try(out var name, out var refused))
            return refused;
        var what = $"The site {name}";
        var space = reader.FindSpace(SpaceKind.Sites, name) ?? (reader.SiteOfAlias(name) is { } id ? reader.GetSpace(id) : null);
        if (space is null || reader.Site(space.Id) is not { } row)
            return Refused.NotFound(what);
        var access = SpaceAccess.Of(reader, caller, space);
        return access.AtRoot.HasFlag(needed) ? new SiteTarget(row, space, access) : AccessRules.Refuse(access.AtRoot, what);
    }

    internal SiteInfo Describe(ICatalogReader reader) => new(
        Host, reader.AliasesOf(Space.Id), Row.Proxy is null ? null : new Uri(Row.Proxy), Row.AllowsClearText,
        Repository.Describe.Time(Row.Created), CurrentDeployment(reader)) { Options = SiteOptions.Load(Row.Options) };

    internal Deployment Describe(ICatalogReader reader, DeploymentRow row) => new(
        row.Number, Repository.Describe.Time(row.At), reader.GetAccount(row.Account)?.Name, row.Files, row.Bytes,
        IsCurrent: Current(reader)?.Node == row.Folder);

    private Deployment? CurrentDeployment(ICatalogReader reader)
        => Current(reader) is { } entry && reader.DeploymentOf(entry.Node) is { } row ? Describe(reader, row) : null;
}
