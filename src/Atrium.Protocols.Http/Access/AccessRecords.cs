using Atrium.Api;
using Atrium.Core.Access;
using Atrium.Protocols.Http.Files;

namespace Atrium.Protocols.Http.Access;

/// <summary>What the core says about access, as records of the API.</summary>
internal static class AccessRecords
{
    internal static GrantRecord ToRecord(GrantInfo grant)
        => new(grant.Path.ToString(), grant.Principal, KindName(grant.Kind), RightsText.Format(grant.Rights), ReasonName(grant.Reason));

    internal static OwnAccessRecord ToRecord(OwnAccess own)
        => new(own.Path.ToString(), Records.KindName(own.Kind), RightsText.Format(own.Rights), RightsText.Each(own.Rights));

    internal static ExplanationRecord ToRecord(AccessExplanation explained) => new(
        explained.Path.ToString(), explained.Account, RightsText.Format(explained.Asked), explained.Allowed, RightsText.Format(explained.Held),
        explained.Reason, [.. explained.Grants.Select(ToRecord)]);

    internal static string KindName(PrincipalKind kind) => kind switch
    {
        PrincipalKind.Account => "account",
        PrincipalKind.Group => "group",
        PrincipalKind.Everyone => "everyone",
        PrincipalKind.Anyone => "anyone",
        PrincipalKind.Link => "link",
        _ => throw new InvalidOperationException($"A principal of the unknown kind {kind}."),
    };

    private static string ReasonName(GrantReason reason) => reason switch
    {
        GrantReason.Grant => "grant",
        GrantReason.Owner => "owner",
        GrantReason.Administrator => "administrator",
        GrantReason.Site => "site",
        _ => throw new InvalidOperationException($"The unknown reason {reason}."),
    };
}
