using System.CommandLine;
using System.Net;
using Atrium.Api;
using Atrium.CommandLine;
using Atrium.Values;

namespace Atrium.Accounts;

/// <summary><c>atrium account app-password</c>; without a verb it adds.</summary>
internal static class AppPasswordCommands
{
    private static readonly char[] Commas = [',', ' '];

    internal static Command Create(CommandKit kit)
    {
        // The verb is optional: what stands in its place is the account.
        var adding = new ExampleCommand(
            "app-password", "Generated passwords for single programs and devices; without add, list or revoke, makes one",
            "atrium account app-password alice --name phone --protocols imap,smtp",
            "atrium account app-password list alice",
            "atrium account app-password revoke alice phone");
        AddTo(adding, kit, new Argument<string?>("NAME") { Description = "The account", Arity = ArgumentArity.ZeroOrOne });
        adding.Add(CreateAdd(kit));
        adding.Add(CreateList(kit));
        adding.Add(RevokeCommand.Create(
            kit, "app-password", "Revoke an app password; what came in with it is out within 5 seconds", "atrium account app-password revoke alice phone",
            (client, account, label, cancellation) => client.Accounts.RevokeAppPasswordAsync(account, label, cancellation),
            async (client, account, cancellation) => JsonOutput.Write(
                kit.Shell, await client.Accounts.ListAppPasswordsAsync(account, cancellation), json => json.IReadOnlyListAppPasswordRecord)));
        return adding;
    }

    private static ExampleCommand CreateAdd(CommandKit kit)
    {
        var command = new ExampleCommand("add", "Make an app password, and show it this once", "atrium account app-password add alice --name phone --protocols imap,smtp");
        AddTo(command, kit, new Argument<string?>("NAME") { Description = "The account" });
        return command;
    }

    private static void AddTo(ExampleCommand command, CommandKit kit, Argument<string?> name)
    {
        var label = new Option<string?>("--name") { Description = "What to call it: the program or device that it is for", HelpName = "LABEL" };
        var protocols = new Option<string[]>("--protocols")
        {
            Description = "Where it can be used, with commas between several: http, dav, ftp, imap, smtp [default: everywhere]",
            HelpName = "LIST",
        };
        command.Add(name);
        command.Add(label);
        command.Add(protocols);
        command.Add(kit.Options.Json);
        command.Validators.Add(result =>
        {
            if (result.GetValue(name) is null)
                result.AddError("Name the account.");
            if (result.GetValue(label) is null)
                result.AddError("Name the program or device that it is for, with --name.");
        });
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = kit.Connect(parsed);
            var request = new AppPasswordRequest(
                parsed.GetValue(label)!, [.. (parsed.GetValue(protocols) ?? []).SelectMany(list => list.Split(Commas, StringSplitOptions.RemoveEmptyEntries))]);
            var account = parsed.GetValue(name)!;
            var added = await client.Accounts.AddAppPasswordAsync(account, request, cancellation)
                .WithHint(HttpStatusCode.NotFound, AccountSwitch.NotFoundHint)
                .WithHint(HttpStatusCode.Conflict, $"These are there: atrium account app-password list {ServerConnection.Quote(account)}");
            if (kit.WantsJson(parsed))
            {
                JsonOutput.Write<IReadOnlyList<NewAppPasswordRecord>>(kit.Shell, [added], json => json.IReadOnlyListNewAppPasswordRecord);
                return ExitCode.Done;
            }
            kit.Shell.Out.WriteLine($"Password (shown only now): {added.Password}");
            kit.Shell.Out.WriteLine($"User name: {added.Login} - or {added.Login.Split('+')[0]} alone, where the program does not use SCRAM.");
            kit.Shell.Out.WriteLine($"It can be used {Where(added.Protocols)}.");
            return ExitCode.Done;
        });
    }

    private static ExampleCommand CreateList(CommandKit kit)
    {
        var name = AccountCommands.Name();
        var command = new ExampleCommand(
            "list", "List the app passwords of an account, without their secrets", "atrium account app-password list alice", "atrium account app-password list alice --json")
        {
            name, kit.Options.Json,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = kit.Connect(parsed);
            var found = await client.Accounts.ListAppPasswordsAsync(parsed.GetValue(name)!, cancellation).WithHint(HttpStatusCode.NotFound, AccountSwitch.NotFoundHint);
            if (kit.WantsJson(parsed))
            {
                JsonOutput.Write(kit.Shell, found, json => json.IReadOnlyListAppPasswordRecord);
                return ExitCode.Done;
            }
            var table = new Table("Label", "Protocols", "Created", "Last use", "From", "By");
            foreach (var one in found)
            {
                table.Add(
                    one.Label, one.Protocols.Count == 0 ? "all" : string.Join(", ", one.Protocols), Moment.Format(one.Created, kit.Shell.Clock),
                    LastUse.At(one.LastUse, kit.Shell.Clock), one.LastUse?.From ?? "-", one.LastUse?.Protocol ?? "-");
            }
            table.Write(kit.Shell);
            return ExitCode.Done;
        });
        return command;
    }

    private static string Where(IReadOnlyList<string> protocols) => protocols.Count == 0 ? "with every protocol" : $"with {string.Join(", ", protocols)}";
}
