using System.CommandLine;
using System.Net;
using Atrium.Client;
using Atrium.CommandLine;

namespace Atrium.Accounts;

/// <summary>The verb <c>revoke</c> of app passwords and of tokens.</summary>
internal static class RevokeCommand
{
    /// <param name="kit">What commands need.</param>
    /// <param name="noun">How the command is called that this stands below.</param>
    /// <param name="description">What it does.</param>
    /// <param name="example">How it is used.</param>
    /// <param name="revoke">Revokes the one of this account with this label.</param>
    /// <param name="writeList">Writes what is left of this account's in JSON.</param>
    internal static ExampleCommand Create(
        CommandKit kit, string noun, string description, string example,
        Func<AtriumClient, string, string, CancellationToken, Task> revoke, Func<AtriumClient, string, CancellationToken, Task> writeList)
    {
        var name = AccountCommands.Name();
        var label = new Argument<string>("LABEL") { Description = "Which one" };
        var command = new ExampleCommand("revoke", description, example) { name, label, kit.Options.Json };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = kit.Connect(parsed);
            var account = parsed.GetValue(name)!;
            await revoke(client, account, parsed.GetValue(label)!, cancellation)
                .WithHint(HttpStatusCode.NotFound, $"These are there: atrium account {noun} list {ServerConnection.Quote(account)}");
            if (kit.WantsJson(parsed))
                await writeList(client, account, cancellation);
            else
                kit.Shell.Out.WriteLine($"Revoked {parsed.GetValue(label)}.");
            return ExitCode.Done;
        });
        return command;
    }
}
