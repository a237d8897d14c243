using System.CommandLine;
using Atrium.CommandLine;
using Atrium.Completions;

namespace Atrium.Groups;

/// <summary><c>atrium group</c></summary>
internal static class GroupCommands
{
    internal static Command Create(CommandKit kit) => new ExampleCommand(
        "group", "Groups of accounts and of other groups: what is granted to a group, all in it hold",
        "atrium group add editors",
        "atrium group join editors alice",
        "atrium access grant /shared/plans editors read,create,write")
    {
        GroupAdd.Create(kit),
        GroupRemove.Create(kit),
        GroupMember.Join(kit),
        GroupMember.Leave(kit),
        GroupList.Create(kit),
        GroupShow.Create(kit),
    };

    internal static Argument<string> Name(CommandKit kit, string name)
        => new Argument<string>(name) { Description = "The name of a group" }.Completing(kit, Completion.Groups);
}
