using System.CommandLine;
using System.Net;
using Atrium.Api;
using Atrium.CommandLine;
using Atrium.Values;

namespace Atrium.Accounts;

/// <summary><c>atrium account token</c></summary>
internal static class TokenCommands
{
    internal static Command Create(CommandKit kit) => new ExampleCommand(
        "token", "Bearer tokens for scripts, limited in what they let do and in time", "atrium account token add alice --name backup --scope read --expires 30d")
    {
        CreateAdd(kit),
        CreateList(kit),
        RevokeCommand.Create(
            kit, "token", "Revoke a token; what came in with it is out within 5 seconds", "atrium account token revoke alice backup",
            (client, account, label, cancellation) => client.Accounts.RevokeTokenAsync(account, label, cancellation),
            async (client, account, cancellation) => JsonOutput.Write(
                kit.Shell, await client.Accounts.ListTokensAsync(account, cancellation), json => json.IReadOnlyListTokenRecord)),
    };

    private static ExampleCommand CreateAdd(CommandKit kit)
    {
        var name = AccountCommands.Name();
        var label = new Option<string>("--name") { Description = "What to call it: the script that it is for", HelpName = "LABEL", Required = true };
        var scope = new Option<string>("--scope")
        {
            Description = "read: read files; write: everything with files; admin: all that the account may",
            DefaultValueFactory = _ => "read",
        };
        scope.AcceptOnlyFromAmong("read", "write", "admin");
        var expires = Parsed.Length("--expires", "How long it is good, at most 1y [default: 90d]");
        var command = new ExampleCommand(
            "add", "Make a token, and show it this once",
            "atrium account token add alice --name backup",
            "atrium account token add alice --name deploy --scope write --expires 1y")
        {
            name, label, scope, expires, kit.Options.Json,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = kit.Connect(parsed);
            var account = parsed.GetValue(name)!;
            var request = new TokenRequest(
                parsed.GetValue(label)!, parsed.GetValue(scope)!, parsed.GetValue(expires) is { } length ? kit.Shell.Clock.GetUtcNow() + length : null);
            var added = await client.Accounts.AddTokenAsync(account, request, cancellation)
                .WithHint(HttpStatusCode.NotFound, AccountSwitch.NotFoundHint)
                .WithHint(HttpStatusCode.Conflict, $"These are there: atrium account token list {ServerConnection.Quote(account)}");
            if (kit.WantsJson(parsed))
            {
                JsonOutput.Write<IReadOnlyList<NewTokenRecord>>(kit.Shell, [added], json => json.IReadOnlyListNewTokenRecord);
                return ExitCode.Done;
            }
            kit.Shell.Out.WriteLine($"Token (shown only now): {added.Token}");
            kit.Shell.Out.WriteLine($"It is good until {Moment.Format(added.Expires, kit.Shell.Clock)}, for: {added.Scope}.");
            return ExitCode.Done;
        });
        return command;
    }

    private static ExampleCommand CreateList(CommandKit kit)
    {
        var name = AccountCommands.Name();
        var command = new ExampleCommand("list", "List the tokens of an account, without their secrets", "atrium account token list alice", "atrium account token list alice --json")
        {
            name, kit.Options.Json,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = kit.Connect(parsed);
            var found = await client.Accounts.ListTokensAsync(parsed.GetValue(name)!, cancellation).WithHint(HttpStatusCode.NotFound, AccountSwitch.NotFoundHint);
            if (kit.WantsJson(parsed))
            {
                JsonOutput.Write(kit.Shell, found, json => json.IReadOnlyListTokenRecord);
                return ExitCode.Done;
            }
            var clock = kit.Shell.Clock;
            var table = new Table("Label", "Scope", "Created", "Expires", "Last use", "From", "By");
            foreach (var one in found)
            {
                table.Add(
                    one.Label, one.Scope, Moment.Format(one.Created, clock),
                    one.Expires <= clock.GetUtcNow() ? "expired" : Moment.Format(one.Expires, clock), LastUse.At(one.LastUse, clock), one.LastUse?.From ?? "-",
                    one.LastUse?.Protocol ?? "-");
            }
            table.Write(kit.Shell);
            return ExitCode.Done;
        });
        return command;
    }
}
