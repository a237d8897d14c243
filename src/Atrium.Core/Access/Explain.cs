using Atrium.Core.Accounts;
using Atrium.Core.Ports;
using Atrium.Core.Repository;

namespace Atrium.Core.Access;

/// <summary>Says which rule decides about a caller, an action and a node; the decision itself is <see cref="SpaceAccess"/>'s.</summary>
internal static class Explain
{
    internal static Outcome<AccessExplanation> Run(ICatalogReader reader, Caller caller, string account, Rights asked, NodePath path)
    {
        // Who asks: an administrator, who manages the node, or the account itself.
        if (!TreeWalk.To(reader, caller, path, AsOf.Now).Try(out var walk, out var refused))
            return refused;
        if (!walk.IsFound)
            return Refused.NotFound(path.ToString());
        var isKnown = Subject(reader, account).Try(out var subject, out refused);
        // The same words whether there is such an account or not.
        if (!walk.Rights.HasFlag(Rights.Manage) && !(caller.AccountId > 0 && subject?.Account?.Id == caller.AccountId))
            return Refused.Denied($"Only who manages {path} may ask about others.");
        if (!isKnown)
            return refused!;

        var access = SpaceAccess.Of(reader, subject!.Who, Rights.Manage, walk.Space);
        var held = access.Of(walk.TargetNode!.Value);
        var chain = AccessChain.Of(reader, walk);
        List<GrantInfo> grants =
        [
            .. from said in chain.Grants
               where subject.Who.Ids.Contains(said.Grant.Principal)
               let name = PrincipalNames.Of(reader, said.Grant.Principal)
               where name is not null
               select new GrantInfo(said.Path, name.Value.Name, name.Value.Kind, said.Grant.Rights, GrantReason.Grant),
        ];
        var allowed = held.HasFlag(asked);
        var reason = Reason(reader, subject, walk, chain, asked, allowed, grants);
        // The site has its own way to what it shows: whoever wonders who can read this must hear of it.
        if (Sites.SiteVisitors.FolderOf(reader, walk) is { } published && Rights.Read.HasFlag(asked))
        {
            reason = $"{reason} What is in {published} is published: the site {walk.Space.Name} shows it to all its visitors.";
            grants.Add(new GrantInfo(published, PrincipalNames.Anyone, PrincipalKind.Anyone, Rights.Read, GrantReason.Site));
        }
        return new AccessExplanation(path, subject.Name, asked, allowed, held, reason, grants);
    }

    private sealed record Somebody(string Name, AccountRow? Account, PrincipalSet Who);

    private static Outcome<Somebody> Subject(ICatalogReader reader, string name)
    {
        if (name.Equals(PrincipalNames.Anyone, StringComparison.OrdinalIgnoreCase))
            return new Somebody(PrincipalNames.Anyone, null, PrincipalSet.Visitor);
        if (reader.FindAccount(name.ToLowerInvariant()) is not { } account)
            return Refused.NotFound($"The account {name}");
        var set = reader.PrincipalsOf(account.Id)!;
        return new Somebody(account.Name, account, set.IsDisabled ? PrincipalSet.Nobody : set);
    }

    private static string Reason(
        ICatalogReader reader, Somebody subject, TreeWalk walk, AccessChain chain, Rights asked, bool allowed, List<GrantInfo> grants)
    {
        if (subject.Account is { IsDisabled: true })
            return $"{subject.Name} is disabled, and may do nothing.";
        if (subject.Who.IsAdministrator)
            return $"{subject.Name} is an administrator.";
        if (subject.Account?.Id == walk.Space.Owner)
            return $"{subject.Name} owns {walk.Space.Path}.";
        if (subject.Who.Ids.Contains(walk.Space.Owner))
            return $"{subject.Name} is in the group {PrincipalNames.Of(reader, walk.Space.Owner)?.Name}, which owns {walk.Space.Path}.";
        var action = RightsText.Format(asked);
        var ends = chain.Stop is { } stop ? $" {stop} inherits nothing from above." : "";
        if (!allowed)
        {
            return grants.Count == 0
                ? $"Nothing is granted to {subject.Name} on {walk.Path} or above it.{ends}"
                : $"Nothing grants {action} to {subject.Name} on {walk.Path} or above it; granted is {string.Join(", ", grants.Select(Say))}.{ends}";
        }
        return grants.FirstOrDefault(grant => grant.Rights.HasFlag(asked)) is { } deciding
            ? $"Granted: {Say(deciding)}."
            : $"Granted together: {string.Join(", ", grants.Select(Say))}.";
    }

    private static string Say(GrantInfo grant) => $"{RightsText.Format(grant.Rights)} to {grant.Principal} on {grant.Path}";
}
