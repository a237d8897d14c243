using System.CommandLine;
using System.Net;
using Atrium.CommandLine;
using Atrium.Values;

namespace Atrium.Accounts;

/// <summary><c>atrium account session</c></summary>
internal static class SessionCommands
{
    internal static Command Create(CommandKit kit) => new ExampleCommand(
        "session", "Sessions of browsers: which there are, and ending them", "atrium account session list alice", "atrium account session end alice --all")
    {
        CreateList(kit),
        CreateEnd(kit),
    };

    private static ExampleCommand CreateList(CommandKit kit)
    {
        var name = AccountCommands.Name();
        var command = new ExampleCommand("list", "List the sessions of an account", "atrium account session list alice", "atrium account session list alice --json")
        {
            name, kit.Options.Json,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = kit.Connect(parsed);
            var found = await client.Accounts.ListSessionsAsync(parsed.GetValue(name)!, cancellation).WithHint(HttpStatusCode.NotFound, AccountSwitch.NotFoundHint);
            if (kit.WantsJson(parsed))
            {
                JsonOutput.Write(kit.Shell, found, json => json.IReadOnlyListSessionRecord);
                return ExitCode.Done;
            }
            var clock = kit.Shell.Clock;
            var table = new Table("Session", "Began", "Ends", "Last use", "From", "Browser");
            foreach (var one in found)
            {
                table.Add(
                    one.Id, Moment.Format(one.Created, clock), Moment.Format(one.Expires, clock), LastUse.At(one.LastUse, clock), one.LastUse?.From ?? "-", one.Agent);
            }
            table.Write(kit.Shell);
            return ExitCode.Done;
        });
        return command;
    }

    private static ExampleCommand CreateEnd(CommandKit kit)
    {
        var name = AccountCommands.Name();
        var id = new Argument<string?>("SESSION") { Description = "Which one", Arity = ArgumentArity.ZeroOrOne };
        var all = new Option<bool>("--all") { Description = "All sessions of the account" };
        var command = new ExampleCommand(
            "end", "End a session, or all of an account; what it has open ends within 5 seconds", "atrium account session end alice k3m9wq2t7hxa",
            "atrium account session end alice --all")
        {
            name, id, all, kit.Options.Json,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(id) is null != result.GetValue(all))
                result.AddError("Name one session, or give --all.");
        });
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = kit.Connect(parsed);
            var account = parsed.GetValue(name)!;
            var ending = parsed.GetValue(id) is { } one
                ? client.Accounts.EndSessionAsync(account, one, cancellation)
                : client.Accounts.EndSessionsAsync(account, cancellation);
            await ending.WithHint(HttpStatusCode.NotFound, $"These are there: atrium account session list {ServerConnection.Quote(account)}");
            if (kit.WantsJson(parsed))
                JsonOutput.Write(kit.Shell, await client.Accounts.ListSessionsAsync(account, cancellation), json => json.IReadOnlyListSessionRecord);
            else
                kit.Shell.Out.WriteLine(parsed.GetValue(id) is { } ended ? $"Ended {ended}." : $"Ended all sessions of {account}.");
            return ExitCode.Done;
        });
        return command;
    }
}
