using System.CommandLine;
using System.Net;
using Atrium.Api;
using Atrium.CommandLine;
using Atrium.Values;

namespace Atrium.Accounts;

/// <summary><c>atrium account remove</c></summary>
internal static class AccountRemove
{
    internal static Command Create(CommandKit kit)
    {
        var name = AccountCommands.Name();
        var deleteHome = new Option<bool>("--delete-home") { Description = "Delete its home space with everything in it and its past; that cannot be undone" };
        var homeTo = new Option<string?>("--home-to") { Description = "Keep its home space, for this account or group", HelpName = "NAME" };
        var confirmation = new Confirmation(kit.Shell);
        var command = new ExampleCommand(
            "remove", "Remove an account; what it has stored in others' spaces stays",
            "atrium account remove alice --home-to bob",
            "atrium account remove alice --delete-home --yes")
        {
            name, homeTo, deleteHome, confirmation.Yes, kit.Options.Json,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(deleteHome) && result.GetResult(homeTo) is not null)
                result.AddError("Either --delete-home or --home-to, not both.");
        });
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = kit.Connect(parsed);
            var account = await client.Accounts.ShowAsync(parsed.GetValue(name)!, cancellation).WithHint(HttpStatusCode.NotFound, AccountSwitch.NotFoundHint);
            var newOwner = parsed.GetValue(homeTo);
            var home = $"/home/{account.Name}";
            var fate = newOwner is not null ? $"{home} stays, and {newOwner} owns it."
                : parsed.GetValue(deleteHome) ? await DeletionAsync(client, home, cancellation)
                : $"{home} goes with it when it was never used; otherwise nothing is done.";
            confirmation.Require(
                parsed,
                $"The account {account.Name} is removed, with its app passwords, tokens, addresses, memberships and what was granted to it. {fate}");
            await (newOwner is not null ? client.Accounts.RemoveHandingOverAsync(account.Name, newOwner, cancellation)
                : parsed.GetValue(deleteHome) ? client.Accounts.RemoveWithHomeAsync(account.Name, cancellation)
                : client.Accounts.RemoveAsync(account.Name, cancellation));
            if (kit.WantsJson(parsed))
                JsonOutput.Write<IReadOnlyList<AccountDetailRecord>>(kit.Shell, [account], json => json.IReadOnlyListAccountDetailRecord);
            else
                kit.Shell.Out.WriteLine($"Removed {account.Name}.");
            return ExitCode.Done;
        });
        return command;
    }

    private static async Task<string> DeletionAsync(Client.AtriumClient client, string home, CancellationToken cancellation)
    {
        var space = (await client.Administration.ListSpacesAsync(cancellation)).FirstOrDefault(space => space.Path == home);
        return space is null ? $"There is no {home}."
            : $"{home} is deleted with everything in it: {ByteSize.Format(space.Used ?? 0)}, and {ByteSize.Format(space.History ?? 0)} of the past. That cannot be undone.";
    }
}
