using System.CommandLine;
using Atrium.Api;
using Atrium.CommandLine;
using Atrium.Values;

namespace Atrium.Groups;

/// <summary>Groups for a person, or for a program.</summary>
internal static class GroupTable
{
    internal static void Write(CommandKit kit, ParseResult parsed, IReadOnlyList<GroupRecord> groups)
    {
        if (kit.WantsJson(parsed))
        {
            JsonOutput.Write(kit.Shell, groups, json => json.IReadOnlyListGroupRecord);
            return;
        }
        var table = new Table("Group", "Members", "Created");
        foreach (var group in groups)
            table.Add(group.Name, group.Members.Count == 0 ? "-" : string.Join(", ", group.Members), Moment.Format(group.Created, kit.Shell.Clock));
        table.Write(kit.Shell);
    }

    internal static void Tell(CommandKit kit, ParseResult parsed, GroupRecord group, string sentence)
    {
        if (kit.WantsJson(parsed))
            JsonOutput.Write<IReadOnlyList<GroupRecord>>(kit.Shell, [group], json => json.IReadOnlyListGroupRecord);
        else
            kit.Shell.Out.WriteLine(sentence);
    }
}
