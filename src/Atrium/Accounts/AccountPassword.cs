using System.CommandLine;
using System.Net;
using Atrium.Api;
using Atrium.CommandLine;

namespace Atrium.Accounts;

/// <summary><c>atrium account password</c></summary>
internal static class AccountPassword
{
    internal static Command Create(CommandKit kit)
    {
        var name = AccountCommands.Name();
        var fromInput = NewPassword.FromInput();
        var command = new ExampleCommand(
            "password", "Change the password of an account; asks for it on a terminal, otherwise makes one and prints it once",
            "atrium account password alice",
            "atrium account password alice --password-stdin < password.txt")
        {
            name, fromInput, kit.Options.Json,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var source = NewPassword.Source(parsed.GetValue(fromInput), kit.Shell);
            var password = NewPassword.Obtain(source, kit.Shell);
            using var client = kit.Connect(parsed);
            var account = parsed.GetValue(name)!;
            await client.Accounts.SetPasswordAsync(account, new PasswordRequest(password), cancellation)
                .WithHint(HttpStatusCode.NotFound, AccountSwitch.NotFoundHint);
            if (kit.WantsJson(parsed))
                JsonOutput.Write<IReadOnlyList<AccountDetailRecord>>(kit.Shell, [await client.Accounts.ShowAsync(account, cancellation)], json => json.IReadOnlyListAccountDetailRecord);
            else
                kit.Shell.Out.WriteLine($"The password of {account} is changed; whoever came in with the old one is out. App passwords and tokens stay.");
            if (source == PasswordSource.Generated)
                (kit.WantsJson(parsed) ? kit.Shell.Error : kit.Shell.Out).WriteLine($"Password (shown only now): {password}");
            return ExitCode.Done;
        });
        return command;
    }
}
