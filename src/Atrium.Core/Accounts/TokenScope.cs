using Atrium.Core.Access;

namespace Atrium.Core.Accounts;

/// <summary>The most that a token lets its holder do, whatever the account may. The numbers are stored.</summary>
public enum TokenScope
{
    /// <summary>Read files, and list them.</summary>
    Read = 0,

    /// <summary>Everything with files, but for saying who else may do what.</summary>
    Write = 1,

    /// <summary>All that the account may.</summary>
    Admin = 2,
}

internal static class TokenScopes
{
    internal static Rights LimitOf(TokenScope scope) => scope switch
    {
        TokenScope.Read => Rights.Read,
        TokenScope.Write => Rights.Read | Rights.Create | Rights.Write | Rights.Delete,
        TokenScope.Admin => Rights.Manage,
        _ => Rights.None,
    };
}
