using Atrium.Core.Access;
using Atrium.Core.Ports;

namespace Atrium.Core.Shares;

/// <summary>What holds of a link at the moment of a decision.</summary>
internal static class ShareRules
{
    /// <summary>Links an account may have: more than anybody looks through, few enough that a stolen account cannot fill the store.</summary>
    internal const int MaxOfAccount = 5000;

    /// <summary>Shorter than an account's: it is told to somebody else, guards one folder, and guessing it is slowed like any other.</summary>
    internal const int MinPasswordLength = 8;

    /// <summary>As the password of an account.</summary>
    internal const int MaxPasswordLength = 1024;

    /// <summary>
    /// What is granted to a link. A drop lists, because the way to a folder is found by listing; <see cref="SharedView"/> shows nothing of it.
    /// </summary>
    internal static Rights Granted(ShareKind kind) => kind == ShareKind.Upload ? Rights.List | Rights.Create : Rights.Read | Rights.List;

    /// <summary>Who a visitor by a link is: the link, as long as it has not ended and whoever made it could still make it.</summary>
    internal static PrincipalSet PrincipalsOf(ICatalogReader reader, long id)
        => reader.Share(id) is { } link && reader.Now < link.Expires && MayStillShare(reader, link)
            ? PrincipalSet.Visitor with { Ids = new HashSet<long> { id } }
            : PrincipalSet.Nobody;

    // A link gives no more than its maker could give today: who has left the group has taken his links along.
    private static bool MayStillShare(ICatalogReader reader, ShareRow link)
    {
        if (link.Account == Accounts.Caller.Operator)
            return true;
        if (reader.PrincipalsOf(link.Account) is not { IsDisabled: false } maker || reader.GetSpace(link.Space) is not { } space)
            return false;
        return MayShare(SpaceAccess.Of(reader, maker, Rights.Manage, space).Of(link.Node), link.Kind);
    }

    internal static bool MayShare(Rights rights, ShareKind kind)
        => rights.HasFlag(Rights.Manage) || (rights.HasFlag(Rights.Share) && rights.HasFlag(kind == ShareKind.Upload ? Rights.Create : Rights.Read));
}
