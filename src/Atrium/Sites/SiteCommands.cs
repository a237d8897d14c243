using System.CommandLine;
using Atrium.CommandLine;

namespace Atrium.Sites;

/// <summary><c>atrium site</c></summary>
internal static class SiteCommands
{
    internal static Command Create(CommandKit kit) => new ExampleCommand(
        "site", "Sites: what is served under a host name, from files or from an application",
        "atrium site add example.org --from ./public", "atrium site deploy example.org ./public", "atrium site rollback example.org")
    {
        SiteAdd.Create(kit),
        SiteDeploy.Create(kit),
        SiteRollback.Create(kit),
        SiteList.Create(kit),
        SiteShow.Create(kit),
        SiteSet.Create(kit),
        SiteAlias.Create(kit),
        SiteRemove.Create(kit),
    };

    /// <summary>Checked while the command line is read.</summary>
    internal static Argument<string> Host(string name, string description) => Host(name, description, Core.Sites.HostNameRule.Check);

    /// <summary>The same for another name of a site, which can be a wildcard.</summary>
    internal static Argument<string> Alias(string name, string description) => Host(name, description, Core.Sites.HostNameRule.CheckAlias);

    private static Argument<string> Host(string name, string description, Func<string, Core.Outcome<string>> check) => new(name)
    {
        Description = description,
        CustomParser = result =>
        {
            if (check(result.Tokens[^1].Value).Try(out var host, out var refused))
                return host;
            result.AddError(refused.Detail);
            return "";
        },
    };
}
