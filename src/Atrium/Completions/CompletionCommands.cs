using System.CommandLine;
using System.CommandLine.Parsing;
using Atrium.CommandLine;

namespace Atrium.Completions;

/// <summary><c>atrium completion</c></summary>
internal static class CompletionCommands
{
    internal static Command Create(CommandKit kit) => new ExampleCommand(
        "completion", "Completion of commands, options and names in the shell",
        "source <(atrium completion bash)",
        "source <(atrium completion zsh)",
        "atrium completion fish | source")
    {
        Script(kit, "bash", "source <(atrium completion bash)", CompletionScripts.Bash),
        Script(kit, "zsh", "source <(atrium completion zsh)", CompletionScripts.Zsh),
        Script(kit, "fish", "atrium completion fish > ~/.config/fish/completions/atrium.fish", CompletionScripts.Fish),
        Suggest(kit),
    };

    private static ExampleCommand Script(CommandKit kit, string shell, string example, string script)
    {
        var command = new ExampleCommand(shell, $"Print the completion script for {shell}", example);
        command.SetAction(_ => kit.Shell.Out.Write(script));
        return command;
    }

    /// <summary>What the scripts call: the words that may stand at the cursor, one a line.</summary>
    private static ExampleCommand Suggest(CommandKit kit)
    {
        var position = new Argument<int>("POSITION") { Description = "Where the cursor is in LINE, counted from 0" };
        var line = new Argument<string>("LINE") { Description = "The command line as it was typed" };
        var command = new ExampleCommand("suggest", "Print what may stand at a place of a command line", "atrium completion suggest 10 'atrium spa'")
        {
            position, line,
        };
        command.Hidden = true;
        command.SetAction(parsed =>
        {
            foreach (var word in Words(AtriumCommands.Create(kit.Shell, interruption: null), parsed.GetValue(line)!, parsed.GetValue(position)))
                kit.Shell.Out.WriteLine(word);
        });
        return command;
    }

    internal static IEnumerable<string> Words(Command root, string line, int position)
    {
        // Whatever stands first is this program, by whatever path it was called.
        var typed = line[..Math.Clamp(position, 0, line.Length)].TrimStart();
        var blank = typed.IndexOf(' ', StringComparison.Ordinal);
        if (blank < 0)
            return [];
        var rest = typed[(blank + 1)..].TrimStart();
        var word = rest[(rest.LastIndexOf(' ') + 1)..];
        return Candidates(root, rest, word).Where(label => label.StartsWith(word, StringComparison.Ordinal)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
    }

    private static IEnumerable<string> Candidates(Command root, string rest, string word)
    {
        var parsed = root.Parse(rest);
        var command = parsed.CommandResult.Command;
        if (word.StartsWith('-'))
            return parsed.GetCompletions(rest.Length).Select(item => item.Label);
        // What was said before the word at the cursor: a value is awaited, or the next argument.
        var before = root.Parse(rest[..^word.Length]);
        var awaiting = before.CommandResult.Children.OfType<OptionResult>()
            .FirstOrDefault(option => option.Option.Arity.MinimumNumberOfValues > option.Tokens.Count && option.IdentifierToken is not null);
        if (awaiting is not null)
            return awaiting.Option.GetCompletions(parsed.GetCompletionContext()).Select(item => item.Label);
        if (before.UnmatchedTokens.Count > 0)
            return [];
        var given = before.CommandResult.Children.OfType<ArgumentResult>().Sum(argument => argument.Tokens.Count);
        return command == before.CommandResult.Command && given < command.Arguments.Count
            ? command.Arguments[given].GetCompletions(parsed.GetCompletionContext()).Select(item => item.Label)
            : before.CommandResult.Command.Subcommands.Where(sub => !sub.Hidden).Select(sub => sub.Name);
    }
}
