using Atrium.Core.Access;
using Atrium.Core.Ports;
using Atrium.Core.Repository;
using Atrium.Core.Sites.Options;

namespace Atrium.Core.Sites;

/// <summary>Sites and their names: what an administrator changes.</summary>
internal static class SiteUnits
{
    /// <summary>Adds a site, with its space and the folder that visitors see, where they are not there yet.</summary>
    internal static Outcome<SiteInfo> Add(ICatalogTransaction tx, string host, SiteSettings settings)
    {
        if (AccessRules.NotAdministrator(tx, tx.Caller) is { } notAllowed)
            return notAllowed;
        if (!HostNameRule.Check(host).Try(out var name, out var refused) || !CheckProxy(settings.Proxy).Try(out var proxy, out refused))
            return refused;
        if (Taken(tx, name) is { } taken)
            return taken;
        if (tx.FindSpace(SpaceKind.Sites, name) is not { } space)
        {
            var path = NodePath.Root.TrustedChild(SpaceKind.Sites.FolderName()).TrustedChild(name);
            if (!AddSpace.Unit(tx, path, new SpaceSettings()).Try(out _, out refused))
                return refused;
            space = tx.FindSpace(SpaceKind.Sites, name)!;
        }
        // A site that was there before goes on counting: a number never stands for two deployments.
        var last = tx.Deployments(space.Id) is [var newest, ..] ? newest.Number : 0;
        var row = new SiteRow(space.Id, proxy, settings.AllowsClearText, tx.Now, last) { Options = settings.Options.Save() };
        var target = new SiteTarget(row, space, SpaceAccess.Of(tx, tx.Caller, space));
        tx.InsertSite(row);
        MakeCurrent(tx, target);
        Changed(tx, target);
        return target.Describe(tx);
    }

    /// <summary>Lets a site be served in another way.</summary>
    internal static Outcome<SiteInfo> Set(ICatalogTransaction tx, string host, SiteSettings settings)
    {
        if (!Administered(tx, host).Try(out var target, out var refused) || !CheckProxy(settings.Proxy).Try(out var proxy, out refused))
            return refused;
        target = target with { Row = target.Row with { Proxy = proxy, AllowsClearText = settings.AllowsClearText, Options = settings.Options.Save() } };
        if (NoName(tx, target, settings.Options) is { } wrong)
            return wrong;
        tx.UpdateSite(target.Row);
        MakeCurrent(tx, target);
        Changed(tx, target);
        return target.Describe(tx);
    }

    /// <summary>Changes what is said of a site, and leaves the rest.</summary>
    internal static Outcome<SiteInfo> Change(ICatalogTransaction tx, string host, SiteChange change)
    {
        if (!Administered(tx, host).Try(out var target, out var refused))
            return refused;
        var texts = new Dictionary<string, string>(SiteOptions.Load(target.Row.Options).Texts, StringComparer.Ordinal);
        foreach (var (name, text) in change.Options)
        {
            // One that there is not is named by the check.
            if (text is null && SiteOptionBook.Find(name) is not null)
                texts.Remove(name);
            else
                texts[name] = text ?? "";
        }
        if (!SiteOptionBook.Read(texts).Try(out var options, out refused))
            return refused;
        return Set(tx, target.Host, new SiteSettings
        {
            Proxy = target.Row.Proxy is { } proxy ? new Uri(proxy) : null,
            AllowsClearText = change.AllowsClearText ?? target.Row.AllowsClearText,
            Options = options,
        });
    }

    // A name that leads nowhere would take the site off the air.
    private static Refused? NoName(ICatalogReader reader, SiteTarget target, SiteOptions options)
        => options.CanonicalHost is { } name && name != target.Host && reader.SiteOfAlias(name) != target.Space.Id
            ? Refused.Invalid($"canonical: {name} is no name of the site {target.Host}. Add it with: atrium site alias {target.Host} {name}")
            : null;

    /// <summary>Takes a site off the air. Its files and its deployments stay in its space.</summary>
    internal static Outcome<Done> Remove(ICatalogTransaction tx, string host)
    {
        if (!Administered(tx, host).Try(out var target, out var refused))
            return refused;
        tx.DeleteSite(target.Space.Id);
        Changed(tx, target);
        return default(Done);
    }

    internal static Outcome<SiteInfo> AddAlias(ICatalogTransaction tx, string host, string alias)
    {
        if (!Administered(tx, host).Try(out var target, out var refused) || !HostNameRule.CheckAlias(alias).Try(out var name, out refused))
            return refused;
        if (tx.SiteOfAlias(name) == target.Space.Id)
            return target.Describe(tx);
        if (Taken(tx, name) is { } taken)
            return taken;
        if (tx.AliasesOf(target.Space.Id).Count >= SiteLimits.MaxAliases)
            return Refused.Conflict($"A site has at most {SiteLimits.MaxAliases} other names. Remove one, or add another site.");
        tx.AddAlias(name, target.Space.Id);
        Changed(tx, target);
        return target.Describe(tx);
    }

    internal static Outcome<SiteInfo> RemoveAlias(ICatalogTransaction tx, string host, string alias)
    {
        if (!Administered(tx, host).Try(out var target, out var refused) || !HostNameRule.CheckAlias(alias).Try(out var name, out refused))
            return refused;
        if (tx.SiteOfAlias(name) != target.Space.Id)
            return Refused.NotFound($"The name {name} of the site {target.Host}");
        if (SiteOptions.Load(target.Row.Options).CanonicalHost == name)
            return Refused.Conflict($"All names of {target.Host} lead to {name}. First: atrium site set {target.Host} canonical off");
        tx.RemoveAlias(name);
        Changed(tx, target);
        return target.Describe(tx);
    }

    // Whoever uploads by FTP or WebDAV sees where to.
    private static void MakeCurrent(ICatalogTransaction tx, SiteTarget target)
    {
        if (target.Row.Proxy is null && target.Current(tx) is null)
            new TreeWriter(tx, target.Space).MakeFolder([target.Space.Root], target.CurrentPath);
    }

    private static Outcome<SiteTarget> Administered(ICatalogTransaction tx, string host)
    {
        if (!SiteTarget.Find(tx, tx.Caller, host, Rights.List).Try(out var target, out var refused))
            return refused;
        return AccessRules.NotAdministrator(tx, tx.Caller) is { } notAllowed ? notAllowed : target;
    }

    private static Refused? Taken(ICatalogTransaction tx, string name)
    {
        if (tx.FindSpace(SpaceKind.Sites, name) is { } space && tx.Site(space.Id) is not null)
            return Refused.Exists($"The site {name}");
        return tx.SiteOfAlias(name) is { } other ? Refused.Exists($"{name} as a name of the site {tx.GetSpace(other)?.Name}") : null;
    }

    /// <summary>The address of an application in its one form.</summary>
    internal static Outcome<string?> CheckProxy(Uri? proxy)
    {
        if (proxy is null)
            return (string?)null;
        var isRight = proxy.IsAbsoluteUri && proxy.Scheme is "http" or "https" && proxy.Host.Length > 0 && proxy.UserInfo.Length == 0
            && proxy.Query.Length == 0 && proxy.Fragment.Length == 0;
        return isRight
            ? proxy.GetLeftPart(UriPartial.Path).TrimEnd('/')
            : Refused.Invalid("The address of the application is written like http://127.0.0.1:3000, with http or https, and without a query.");
    }

    private static void Changed(ICatalogTransaction tx, SiteTarget target)
        => tx.Record(target.Space, ChangeAction.SpaceChanged, target.Space.Root, NodeKind.Folder, target.Space.Path, null);
}
