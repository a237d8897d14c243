using System.CommandLine;
using System.Net;
using Atrium.Api;
using Atrium.CommandLine;

namespace Atrium.Accounts;

/// <summary><c>atrium account add</c></summary>
internal static class AccountAdd
{
    internal static Command Create(CommandKit kit)
    {
        var name = new Argument<string>("NAME") { Description = "Lower-case letters, digits, dot, dash, underscore" };
        var admin = new Option<bool>("--admin") { Description = "May administer the server" };
        var email = new Option<string[]>("--email") { Description = "An e-mail address of the account; can be given more than once", HelpName = "ADDR" };
        var fromInput = NewPassword.FromInput();
        var command = new ExampleCommand(
            "add", "Add an account with its home space /home/NAME; asks for a password on a terminal, otherwise makes one and prints it once",
            "atrium account add alice --email alice@example.org",
            "atrium account add bob --admin --password-stdin < password.txt")
        {
            name, email, admin, fromInput, kit.Options.Json,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var source = NewPassword.Source(parsed.GetValue(fromInput), kit.Shell);
            var password = NewPassword.Obtain(source, kit.Shell);
            using var client = kit.Connect(parsed);
            var added = await client.Accounts.AddAsync(
                new AccountRequest(parsed.GetValue(name)!, password, parsed.GetValue(admin), parsed.GetValue(email)), cancellation)
                .WithHint(HttpStatusCode.Conflict, "These are there: atrium account list");
            if (kit.WantsJson(parsed))
                JsonOutput.Write<IReadOnlyList<AccountRecord>>(kit.Shell, [added], json => json.IReadOnlyListAccountRecord);
            else
                kit.Shell.Out.WriteLine($"Added {added.Name}{(added.Administrator ? ", an administrator" : "")}, with the home space /home/{added.Name}.");
            if (source == PasswordSource.Generated)
                (kit.WantsJson(parsed) ? kit.Shell.Error : kit.Shell.Out).WriteLine($"Password (shown only now): {password}");
            return ExitCode.Done;
        });
        return command;
    }
}
