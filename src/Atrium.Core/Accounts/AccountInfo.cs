namespace Atrium.Core.Accounts;

/// <summary>An account, as administrators see it.</summary>
/// <param name="Name">Lower case.</param>
/// <param name="IsAdministrator">May administer the server.</param>
/// <param name="IsDisabled">Cannot sign in, and holds no open connection.</param>
/// <param name="Created">When.</param>
/// <param name="Addresses">Its e-mail addresses.</param>
public sealed record AccountInfo(string Name, bool IsAdministrator, bool IsDisabled, DateTimeOffset Created, IReadOnlyList<string> Addresses);

/// <summary>An account with what surrounds it.</summary>
/// <param name="Account">Itself.</param>
/// <param name="Groups">Those that it is directly in.</param>
/// <param name="Spaces">The paths of those that it owns itself.</param>
public sealed record AccountDetails(AccountInfo Account, IReadOnlyList<string> Groups, IReadOnlyList<string> Spaces);

/// <summary>What an account may do on the server, beside what its grants say.</summary>
public enum AccountRole
{
    /// <summary>What its spaces and grants allow.</summary>
    Member = 0,

    /// <summary>Everything.</summary>
    Administrator = 1,
}

/// <summary>An account that is to be added.</summary>
/// <param name="Name">Lower-case letters, digits, '.', '-' and '_' between them.</param>
/// <param name="Password">At least 12 characters.</param>
public sealed record NewAccount(string Name, string Password)
{
    /// <summary>What it may do on the server.</summary>
    public AccountRole Role { get; init; }

    /// <summary>Its e-mail addresses.</summary>
    public IReadOnlyList<string> Addresses { get; init; } = [];
}

/// <summary>What of an account is to be changed; null stays as it is.</summary>
public sealed record AccountSettings
{
    /// <summary>Whether it may sign in.</summary>
    public AccountState? State { get; init; }

    /// <summary>What it may do on the server.</summary>
    public AccountRole? Role { get; init; }
}

/// <summary>Whether an account may sign in.</summary>
public enum AccountState
{
    /// <summary>It may.</summary>
    Active,

    /// <summary>It may not, and holds no open connection; all that it has stays.</summary>
    Disabled,
}

/// <summary>What becomes of the home space of an account that is removed.</summary>
public enum HomeFate
{
    /// <summary>It goes when nothing is in it and nothing ever was; otherwise the removal is refused.</summary>
    DeleteIfUnused,

    /// <summary>It goes, with everything in it and with its past.</summary>
    Delete,

    /// <summary>It stays as it is, under its path, and somebody else owns it.</summary>
    HandOver,
}
