using System.CommandLine;
using System.Net;
using Atrium.Api;
using Atrium.CommandLine;
using Atrium.Values;

namespace Atrium.Accounts;

/// <summary><c>atrium account show</c></summary>
internal static class AccountShow
{
    internal static Command Create(CommandKit kit)
    {
        var name = AccountCommands.Name();
        var command = new ExampleCommand(
            "show", "Show an account with its addresses, groups and spaces", "atrium account show alice", "atrium account show alice --json")
        {
            name, kit.Options.Json,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = kit.Connect(parsed);
            var account = await client.Accounts.ShowAsync(parsed.GetValue(name)!, cancellation).WithHint(HttpStatusCode.NotFound, AccountSwitch.NotFoundHint);
            if (kit.WantsJson(parsed))
            {
                JsonOutput.Write<IReadOnlyList<AccountDetailRecord>>(kit.Shell, [account], json => json.IReadOnlyListAccountDetailRecord);
                return ExitCode.Done;
            }
            var table = new Table("Account", account.Name);
            table.Add("Role", account.Administrator ? "administrator" : "member");
            table.Add("State", account.Disabled ? "disabled" : "active");
            table.Add("Created", Moment.Format(account.Created, kit.Shell.Clock));
            table.Add("Addresses", Join(account.Addresses));
            table.Add("Groups", Join(account.Groups));
            table.Add("Spaces", Join(account.Spaces));
            table.Write(kit.Shell);
            return ExitCode.Done;
        });
        return command;
    }

    private static string Join(IReadOnlyList<string> names) => names.Count == 0 ? "-" : string.Join(", ", names);
}
