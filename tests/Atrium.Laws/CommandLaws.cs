using System.CommandLine;
using Atrium.CommandLine;

namespace Atrium.Laws;

/// <summary>Every command explains itself, and every one that lists speaks JSON.</summary>
public class CommandLaws
{
    private static readonly string[] WithoutList = ["serve", "cat", "completion bash", "completion zsh", "completion fish", "completion suggest"];

    public static TheoryData<string> Commands => [.. All(Root(), "").Select(c => c.Path).Prepend("")];

    [Theory]
    [MemberData(nameof(Commands))]
    public void Command_Always_HasADescriptionAndAnExample(string path)
    {
        var command = Find(path);
        Assert.False(string.IsNullOrWhiteSpace(command.Description));
        Assert.NotEmpty(Assert.IsAssignableFrom<IHasExamples>(command).Examples);
        Assert.All(command.Options.Where(o => o is not System.CommandLine.Help.HelpOption), o => Assert.False(string.IsNullOrWhiteSpace(o.Description)));
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Command_ThatReports_HasJson(string path)
    {
        var command = Find(path);
        if (command.Subcommands.Count == 0 && !WithoutList.Contains(path))
            Assert.Contains(command.Options, option => option.Name == "--json");
    }

    private static Command Root() => AtriumCommands.Create(Shell.OfProcess(), interruption: null);

    private static Command Find(string path) => path.Length == 0 ? Root() : All(Root(), "").Single(c => c.Path == path).Command;

    private static IEnumerable<(string Path, Command Command)> All(Command command, string path)
        => command.Subcommands.SelectMany(sub => All(sub, $"{path} {sub.Name}".Trim()).Prepend(($"{path} {sub.Name}".Trim(), sub)));
}
