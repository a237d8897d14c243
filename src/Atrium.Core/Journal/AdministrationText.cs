using System.Globalization;
using Atrium.Core.Access;
using Atrium.Core.Accounts;
using Atrium.Core.Guard;
using Atrium.Core.Ports;
using Atrium.Core.Repository;

namespace Atrium.Core.Journal;

/// <summary>What administration changes, as texts for before and after. Nothing here is a secret: of a credential, everything but what proves it.</summary>
internal static class AdministrationText
{
    internal static string Of(AccountRow row)
        => $"role={(row.IsAdministrator ? "administrator" : "member")} state={(row.IsDisabled ? "disabled" : "active")}";

    internal static string Of(CredentialRow row)
    {
        var text = $"kind={Kind(row.Kind)} protocols={(row.Protocols.Length == 0 ? "all" : row.Protocols)}";
        if (row.Kind == CredentialKind.Token)
            text += $" scope={row.Scope.ToString().ToLowerInvariant()}";
        return row.Expires is { } end ? $"{text} expires={Time(end)}" : text;
    }

    internal static string NameOf(CredentialRow row, string account) => row.Kind == CredentialKind.Password ? account : $"{account}+{row.Label}";

    internal static string Of(ICatalogReader reader, Space space) => string.Create(
        CultureInfo.InvariantCulture,
        $"owner={PrincipalNames.Of(reader, space.Owner)?.Name ?? AccountNames.Of(reader, space.Owner) ?? "nobody"} quota={Limit(space.Quota)} history-cap={Limit(space.HistoryCap)} retention={(long)space.Retention.TotalSeconds}s");

    internal static string Of(SiteRow row) => $"proxy={row.Proxy ?? "none"} clear-text={(row.AllowsClearText ? "allowed" : "redirected")}{(row.Options.Length == 0 ? "" : $" options={row.Options}")}";

    internal static string NameOf(FirewallRule rule) => rule.Network.ToString();

    internal static string Of(FirewallRule rule)
    {
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"rule={rule.Id} action={(rule.Action == RuleAction.Deny ? "deny" : "allow")} protocol={rule.Protocol ?? "all"} order={rule.Order}");
        if (rule.Expires is { } end)
            text += $" expires={Time(end.UtcTicks)}";
        return rule.Note.Length == 0 ? text : $"{text} note={rule.Note}";
    }

    internal static string Of(Ban ban) => string.Create(CultureInfo.InvariantCulture, $"offence={ban.Offence} times={ban.Times} until={Time(ban.Until.UtcTicks)}");

    internal static string Of(ShareRow row) => string.Create(
        CultureInfo.InvariantCulture,
        $"link={row.Id} kind={row.Kind} password={(row.Password is null ? "no" : "yes")} downloads={Limit(row.MaxDownloads)} expires={(row.Expires == Row.Live ? "never" : Time(row.Expires))}");

    internal static string Of(ICatalogReader reader, LockRow row)
        => $"lock={row.Id.ToString(CultureInfo.InvariantCulture)} account={AccountNames.Of(reader, row.Account) ?? "nobody"} scope={row.Scope} depth={row.Depth} expires={Time(row.Expires)}";

    internal static string? Of(Rights rights) => rights == Rights.None ? null : RightsText.Format(rights);

    internal static string NameOf(ICatalogReader reader, long principal) => PrincipalNames.Of(reader, principal)?.Name ?? string.Create(CultureInfo.InvariantCulture, $"#{principal}");

    /// <summary>Where a node stands, or stood last.</summary>
    internal static string PathOf(ICatalogReader reader, Space space, long node)
    {
        var names = new Stack<string>();
        // Deeper than any tree that can be made: a damaged catalog may hold a circle.
        for (var depth = 0; node != space.Root && depth <= NodePath.MaxDepth && reader.NewestPlaceOf(node) is { } place; depth++)
        {
            names.Push(place.Name);
            node = place.Parent;
        }
        return names.Aggregate(space.Path, (path, name) => path.TrustedChild(name)).ToString();
    }

    /// <summary>True where something differs that somebody has set.</summary>
    internal static bool Differs(Space before, Space after)
        => (before.Owner, before.Quota, before.HistoryCap, before.Retention) != (after.Owner, after.Quota, after.HistoryCap, after.Retention);

    private static string Kind(CredentialKind kind) => kind switch
    {
        CredentialKind.Password => "password",
        CredentialKind.AppPassword => "app-password",
        CredentialKind.Session => "session",
        _ => "token",
    };

    private static string Limit(long? limit) => limit?.ToString(CultureInfo.InvariantCulture) ?? "none";

    private static string Time(long ticks) => new DateTime(ticks, DateTimeKind.Utc).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
