using System.CommandLine;
using System.Net;
using Atrium.Api;
using Atrium.CommandLine;

namespace Atrium.Accounts;

/// <summary><c>atrium account disable</c>, <c>enable</c> and <c>admin</c>: what is on or off.</summary>
internal static class AccountSwitch
{
    internal const string NotFoundHint = "These are there: atrium account list";

    private const string On = "on", Off = "off";

    internal static Command CreateDisable(CommandKit kit) => Create(
        kit, "disable", "Keep an account from signing in, and end what it has open within 5 seconds; all that it has stays", new AccountPatchRequest(Disabled: true),
        account => $"{account.Name} is disabled. Let it in again with: atrium account enable {account.Name}");

    internal static Command CreateEnable(CommandKit kit) => Create(
        kit, "enable", "Let a disabled account sign in again", new AccountPatchRequest(Disabled: false), account => $"{account.Name} may sign in.");

    internal static Command CreateAdmin(CommandKit kit)
    {
        var name = AccountCommands.Name();
        var state = new Argument<string>("on|off") { Description = "Whether it may administer the server" };
        state.AcceptOnlyFromAmong(On, Off);
        var command = new ExampleCommand("admin", "Let an account administer the server, or not", "atrium account admin alice on", "atrium account admin bob off")
        {
            name, state, kit.Options.Json,
        };
        command.SetAction((parsed, cancellation) => RunAsync(
            kit, parsed, parsed.GetValue(name)!, new AccountPatchRequest(Administrator: parsed.GetValue(state) == On),
            account => account.Administrator ? $"{account.Name} may administer the server." : $"{account.Name} may not administer the server.", cancellation));
        return command;
    }

    private static ExampleCommand Create(CommandKit kit, string verb, string description, AccountPatchRequest request, Func<AccountRecord, string> say)
    {
        var name = AccountCommands.Name();
        var command = new ExampleCommand(verb, description, $"atrium account {verb} alice") { name, kit.Options.Json };
        command.SetAction((parsed, cancellation) => RunAsync(kit, parsed, parsed.GetValue(name)!, request, say, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(
        CommandKit kit, ParseResult parsed, string name, AccountPatchRequest request, Func<AccountRecord, string> say, CancellationToken cancellation)
    {
        using var client = kit.Connect(parsed);
        var account = await client.Accounts.SetAsync(name, request, cancellation).WithHint(HttpStatusCode.NotFound, NotFoundHint);
        Write(kit, parsed, account, say(account));
        return ExitCode.Done;
    }

    internal static void Write(CommandKit kit, ParseResult parsed, AccountRecord account, string sentence)
    {
        if (kit.WantsJson(parsed))
            JsonOutput.Write<IReadOnlyList<AccountRecord>>(kit.Shell, [account], json => json.IReadOnlyListAccountRecord);
        else
            kit.Shell.Out.WriteLine(sentence);
    }
}
