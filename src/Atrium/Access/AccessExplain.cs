using System.CommandLine;
using Atrium.Api;
using Atrium.CommandLine;
using Atrium.Completions;

namespace Atrium.Access;

/// <summary><c>atrium access explain</c></summary>
internal static class AccessExplain
{
    internal static Command Create(CommandKit kit)
    {
        var account = new Argument<string>("ACCOUNT") { Description = "The name of an account; anyone for a visitor without one" }
            .Completing(kit, Completion.Accounts);
        var action = AccessCommands.Rights(kit, "ACTION", "What he wants to do: list, read, create, write, delete, share, manage");
        var path = AccessCommands.Path(kit);
        var command = new ExampleCommand(
            "explain", "Say which rule decides whether an account may do something",
            "atrium access explain alice write /shared/plans/budget.ods",
            "atrium access explain anyone read /sites/example.org")
        {
            account, action, path, kit.Options.Json,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = kit.Connect(parsed);
            var told = await client.Access.ExplainAsync(parsed.GetValue(account)!, parsed.GetValue(action)!, parsed.GetValue(path)!, cancellation);
            if (kit.WantsJson(parsed))
            {
                JsonOutput.Write<IReadOnlyList<ExplanationRecord>>(kit.Shell, [told], json => json.IReadOnlyListExplanationRecord);
                return ExitCode.Done;
            }
            var words = kit.Shell.Out;
            words.WriteLine($"{told.Account} {(told.Allowed ? "may" : "may not")} {told.Action} {told.Path}. {told.Reason}");
            words.WriteLine(told.Rights.Length == 0 ? $"{told.Account} holds nothing there." : $"All that {told.Account} holds there: {told.Rights}.");
            return ExitCode.Done;
        });
        return command;
    }
}
