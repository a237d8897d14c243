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
        var fromInput = new Option<bool>("--password-stdin") { Description = "Read the password from the first line of standard input" };
        var command = new ExampleCommand(
            "add", "Add an account with its home space /home/NAME; asks for a password on a terminal, otherwise makes one and prints it once",
            "atrium account add alice",
            "atrium account add bob --admin --password-stdin < password.txt")
        {
            name, admin, fromInput, kit.Options.Json,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var source = parsed.GetValue(fromInput) ? PasswordSource.Input
                : kit.Shell is { InIsTerminal: true, OutIsTerminal: true } ? PasswordSource.Person
                : PasswordSource.Generated;
            var password = NewPassword.Obtain(source, kit.Shell);
            using var client = kit.Connect(parsed);
            var added = await client.Administration.AddAccountAsync(
                new AccountRequest(parsed.GetValue(name)!, password, parsed.GetValue(admin)), cancellation)
                .WithHint(HttpStatusCode.Conflict, "Choose another name; these are taken: atrium account list");
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
