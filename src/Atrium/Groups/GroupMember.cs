using System.CommandLine;
using System.Net;
using Atrium.Api;
using Atrium.Client;
using Atrium.CommandLine;
using Atrium.Completions;

namespace Atrium.Groups;

/// <summary><c>atrium group join</c> and <c>leave</c></summary>
internal static class GroupMember
{
    internal static Command Join(CommandKit kit) => Create(
        kit, new ExampleCommand("join", "Put an account or a group into a group", "atrium group join editors alice", "atrium group join staff editors"),
        (access, group, member, cancellation) => access.JoinGroupAsync(group, member, cancellation),
        (group, member) => $"{member} is in {group.Name}, with all that is granted to it.");

    internal static Command Leave(CommandKit kit) => Create(
        kit, new ExampleCommand("leave", "Take an account or a group out of a group; open transfers end within seconds", "atrium group leave editors alice"),
        (access, group, member, cancellation) => access.LeaveGroupAsync(group, member, cancellation),
        (group, member) => $"{member} is no longer in {group.Name}.");

    private static ExampleCommand Create(
        CommandKit kit, ExampleCommand command, Func<AccessClient, string, string, CancellationToken, Task<GroupRecord>> change,
        Func<GroupRecord, string, string> sentence)
    {
        var group = GroupCommands.Name(kit, "GROUP");
        var member = new Argument<string>("MEMBER") { Description = "The name of an account or of another group" }.Completing(kit, Completion.Members);
        command.Add(group);
        command.Add(member);
        command.Add(kit.Options.Json);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = kit.Connect(parsed);
            var changed = await change(client.Access, parsed.GetValue(group)!, parsed.GetValue(member)!, cancellation)
                .WithHint(HttpStatusCode.NotFound, "These are there: atrium group list, atrium account list");
            GroupTable.Tell(kit, parsed, changed, sentence(changed, parsed.GetValue(member)!));
            return ExitCode.Done;
        });
        return command;
    }
}
