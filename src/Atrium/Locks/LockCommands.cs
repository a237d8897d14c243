using System.CommandLine;
using System.Net;
using Atrium.CommandLine;
using Atrium.Completions;
using Atrium.Values;

namespace Atrium.Locks;

/// <summary><c>atrium lock</c></summary>
internal static class LockCommands
{
    internal static Command Create(CommandKit kit) => new ExampleCommand(
        "lock", "Files and folders that clients have locked while somebody works on them",
        "atrium lock list",
        "atrium lock list /shared/plans",
        "atrium lock break 17")
    {
        CreateList(kit),
        CreateBreak(kit),
    };

    private static ExampleCommand CreateList(CommandKit kit)
    {
        var path = new Argument<string?>("PATH") { Description = "Only locks on this file or folder and on what is below", Arity = ArgumentArity.ZeroOrOne };
        path.Completing(kit, Completion.Spaces);
        var command = new ExampleCommand("list", "List the locks that hold", "atrium lock list", "atrium lock list /shared/plans --json") { path, kit.Options.Json };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = kit.Connect(parsed);
            var found = await client.Locks.ListAsync(parsed.GetValue(path), cancellation).WithHint(HttpStatusCode.NotFound, "Look with: atrium ls, atrium space list");
            if (kit.WantsJson(parsed))
            {
                JsonOutput.Write(kit.Shell, found, json => json.IReadOnlyListLockRecord);
                return ExitCode.Done;
            }
            var table = new Table("Id", "Path", "Reaches", "Kind", "By", "Since", "Until");
            foreach (var one in found)
            {
                table.Add(
                    one.Id, one.Path, one.Depth == "0" ? "itself" : "all below", one.Scope, one.Account ?? "-", Moment.Format(one.Created, kit.Shell.Clock),
                    Moment.Format(one.Expires, kit.Shell.Clock));
            }
            table.Write(kit.Shell);
            return ExitCode.Done;
        });
        return command;
    }

    private static ExampleCommand CreateBreak(CommandKit kit)
    {
        var id = new Argument<string>("ID") { Description = "As atrium lock list names it" };
        var command = new ExampleCommand(
            "break", "Take a lock away; what its holder has not saved yet he can no longer save over what others write meanwhile", "atrium lock break 17") { id, kit.Options.Json };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = kit.Connect(parsed);
            await client.Locks.BreakAsync(parsed.GetValue(id)!, cancellation).WithHint(HttpStatusCode.NotFound, "These hold: atrium lock list");
            if (kit.WantsJson(parsed))
                JsonOutput.Write(kit.Shell, await client.Locks.ListAsync(null, cancellation), json => json.IReadOnlyListLockRecord);
            else
                kit.Shell.Out.WriteLine($"The lock {parsed.GetValue(id)} holds no more.");
            return ExitCode.Done;
        });
        return command;
    }
}
