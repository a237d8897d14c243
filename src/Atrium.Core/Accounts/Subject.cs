using Atrium.Core.Accounts.Attempts;
using Atrium.Core.Ports;

namespace Atrium.Core.Accounts;

/// <summary>Whom a login names, as the store knows him: nobody has no row and no credentials.</summary>
/// <param name="Name">Of the account, as it was given, in lower case.</param>
/// <param name="Label">Of the app password; null where the login names none.</param>
/// <param name="Account">Null where there is none.</param>
/// <param name="Credentials">All of the account's.</param>
/// <param name="Standing">Of the account and the address that the login comes from.</param>
internal sealed record Subject(string Name, string? Label, AccountRow? Account, IReadOnlyList<CredentialRow> Credentials, Standing Standing)
{
    /// <summary>Separates the account from the label of an app password; no account has it in its name.</summary>
    internal const char Separator = '+';

    internal static Subject Find(ICatalogReader reader, LastUses uses, string login, Visit visit)
    {
        var (name, label) = login.IndexOf(Separator, StringComparison.Ordinal) is >= 0 and var at ? (login[..at], login[(at + 1)..]) : (login, null);
        // Nobody has the number 0: the same is asked about him as about somebody, and takes as long.
        var row = reader.FindAccount(name);
        return new Subject(name, label, row, reader.Credentials(row?.Id ?? 0), uses.StandingOf(reader, row?.Id ?? 0, visit));
    }
}
