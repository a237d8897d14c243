namespace Atrium.Core.Accounts;

/// <summary>An account, as administrators see it.</summary>
/// <param name="Name">Lower case.</param>
/// <param name="IsAdministrator">May administer the server.</param>
/// <param name="IsDisabled">Cannot sign in, and holds no open connection.</param>
/// <param name="Created">When.</param>
public sealed record AccountInfo(string Name, bool IsAdministrator, bool IsDisabled, DateTimeOffset Created);

/// <summary>What an account may do on the server, beside what its grants say.</summary>
public enum AccountRole
{
    /// <summary>What its spaces and grants allow.</summary>
    Member = 0,

    /// <summary>Everything.</summary>
    Administrator = 1,
}
