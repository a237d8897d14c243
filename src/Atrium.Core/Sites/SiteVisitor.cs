using Atrium.Core.Access;
using Atrium.Core.Accounts;
using Atrium.Core.Ports;
using Atrium.Core.Repository;

namespace Atrium.Core.Sites;

/// <summary>Who has signed in to see a site, as the site's application is told.</summary>
/// <param name="Account">The account's name.</param>
/// <param name="Groups">The groups that it is in, directly or through others, by name.</param>
public sealed record SiteVisitor(string Account, IReadOnlyList<string> Groups)
{
    /// <summary>The account, where it may see the site: whoever holds read on what it shows, or on the whole space of an application.</summary>
    internal static Outcome<SiteVisitor> Admit(ICatalogReader reader, Caller caller, string host)
    {
        if (!AccessRules.IsSignedIn(reader, caller))
            return AccessRules.NotSignedIn;
        if (reader.FindSpace(SpaceKind.Sites, host) is not { } space || reader.Site(space.Id) is not { } site)
            return Refused.NotFound($"The site {host}");
        var access = SpaceAccess.Of(reader, caller, space);
        var rights = site.Proxy is null && reader.LiveEntry(space.Root, SiteLimits.CurrentName) is { Kind: NodeKind.Folder } current
            ? access.Below(access.AtRoot, current.Node)
            : access.AtRoot;
        if (!rights.HasFlag(Rights.Read))
            return Refused.Denied($"{host} is not for this account. Whoever manages it can change that: atrium access grant {space.Path} NAME read") with { Rule = AccessRules.NothingGranted };
        var groups = AccessRules.Who(reader, caller).Ids.Select(id => PrincipalNames.Of(reader, id)).OfType<(string Name, PrincipalKind Kind)>()
            .Where(principal => principal.Kind == PrincipalKind.Group).Select(group => group.Name).Order(StringComparer.Ordinal);
        return new SiteVisitor(caller.Name, [.. groups]);
    }
}
