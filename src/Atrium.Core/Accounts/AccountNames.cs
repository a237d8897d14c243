using Atrium.Core.Ports;

namespace Atrium.Core.Accounts;

/// <summary>Who did something, as it is called today.</summary>
internal static class AccountNames
{
    internal static string? Of(ICatalogReader reader, long account) => account switch
    {
        Caller.Anonymous => "anonymous",
        Caller.Operator => "operator",
        Caller.System => "system",
        Caller.ShareLink => "link",
        _ => reader.GetAccount(account)?.Name,
    };
}
