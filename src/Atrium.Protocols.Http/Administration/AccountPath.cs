using Atrium.Protocols.Http.Dispatch;

namespace Atrium.Protocols.Http.Administration;

/// <summary>The names in <c>/api/v1/accounts/{name}/.../{item}</c>.</summary>
internal static class AccountPath
{
    internal const string Prefix = "/api/v1/accounts";

    /// <summary>The caller himself, whatever he is called.</summary>
    private const string Me = "me";

    internal static string Account(Exchange exchange)
        => exchange.Target.Segments[3] is Me ? exchange.Workspace.AccountName : exchange.Target.Segments[3];

    internal static string Item(Exchange exchange) => exchange.Target.Segments[5];

    internal static string Link(string account, string collection, string item)
        => $"{Prefix}/{Uri.EscapeDataString(account)}/{collection}/{Uri.EscapeDataString(item)}";
}
