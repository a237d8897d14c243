using System.CommandLine;
using Atrium.CommandLine;
using Atrium.Values;

namespace Atrium.Accounts;

/// <summary><c>atrium account list</c></summary>
internal static class AccountList
{
    internal static Command Create(CommandKit kit)
    {
        var command = new ExampleCommand("list", "List the accounts", "atrium account list", "atrium account list --json") { kit.Options.Json };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = kit.Connect(parsed);
            var accounts = await client.Accounts.ListAsync(cancellation);
            if (kit.WantsJson(parsed))
            {
                JsonOutput.Write(kit.Shell, accounts, json => json.IReadOnlyListAccountRecord);
                return ExitCode.Done;
            }
            var table = new Table("Account", "Role", "State", "Addresses", "Created");
            foreach (var account in accounts)
            {
                table.Add(
                    account.Name, account.Administrator ? "administrator" : "member", account.Disabled ? "disabled" : "active",
                    string.Join(", ", account.Addresses),
                    Moment.Format(account.Created, kit.Shell.Clock));
            }
            table.Write(kit.Shell);
            return ExitCode.Done;
        });
        return command;
    }
}
