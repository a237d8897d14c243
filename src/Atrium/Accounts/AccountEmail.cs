using System.CommandLine;
using System.Net;
using Atrium.Api;
using Atrium.CommandLine;

namespace Atrium.Accounts;

/// <summary><c>atrium account email</c></summary>
internal static class AccountEmail
{
    internal static Command Create(CommandKit kit) => new ExampleCommand(
        "email", "The e-mail addresses of an account", "atrium account email add alice alice@example.org")
    {
        Create(
            kit, "add", "Give an account an e-mail address, which no other account has", (accounts, name, address, cancellation) => accounts.AddAddressAsync(name, address, cancellation)),
        Create(
            kit, "remove", "Take an e-mail address from an account",
            async (accounts, name, address, cancellation) =>
            {
                await accounts.RemoveAddressAsync(name, address, cancellation);
                var left = await accounts.ShowAsync(name, cancellation);
                return new AccountRecord(left.Name, left.Administrator, left.Disabled, left.Created, left.Addresses);
            }),
    };

    private static ExampleCommand Create(
        CommandKit kit, string verb, string description, Func<Client.AccountsClient, string, string, CancellationToken, Task<AccountRecord>> run)
    {
        var name = AccountCommands.Name();
        var address = new Argument<string>("ADDR") { Description = "An address such as alice@example.org" };
        var command = new ExampleCommand(verb, description, $"atrium account email {verb} alice alice@example.org") { name, address, kit.Options.Json };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = kit.Connect(parsed);
            var account = await run(client.Accounts, parsed.GetValue(name)!, parsed.GetValue(address)!, cancellation)
                .WithHint(HttpStatusCode.NotFound, "See what is there with: atrium account list");
            AccountSwitch.Write(
                kit, parsed, account, account.Addresses.Count == 0 ? $"{account.Name} has no address." : $"{account.Name} has {string.Join(", ", account.Addresses)}.");
            return ExitCode.Done;
        });
        return command;
    }
}
