using System.CommandLine;

namespace Atrium.CommandLine;

/// <summary>What is wrong with a command line, all of it, and what was probably meant.</summary>
internal static class WrongUsage
{
    /// <summary>More letters wrong than this, and it is another word.</summary>
    private const int LettersWrong = 2;

    internal static void Explain(ParseResult parsed, Shell shell)
    {
        var command = parsed.CommandResult.Command;
        if (command.Subcommands.Count > 0 && command.Action is null)
        {
            var names = string.Join(", ", command.Subcommands.Select(sub => sub.Name));
            var given = parsed.UnmatchedTokens is [var first, ..] ? first : null;
            shell.Say(
                given is null ? $"{Name(command)} is followed by one of: {names}."
                : given.StartsWith('-') ? $"{Name(command)} has no option {given}."
                : Nearest(given, command) is { } near ? $"There is no command {Name(command)} {given}. Did you mean: {Name(command)} {near}?"
                : $"There is no command {Name(command)} {given}. There are: {names}.");
        }
        else
        {
            foreach (var error in parsed.Errors)
                shell.Say(error.Message);
        }
        shell.Error.WriteLine($"Try: {Name(command)} --help");
    }

    private static string Name(Command command)
    {
        var names = new Stack<string>();
        for (Symbol? symbol = command; symbol is not null; symbol = symbol.Parents.FirstOrDefault())
            names.Push(symbol.Name);
        return string.Join(' ', names);
    }

    private static string? Nearest(string given, Command command)
        => command.Subcommands.Select(sub => (sub.Name, Wrong: Distance(given, sub.Name))).OrderBy(one => one.Wrong).First() is var (name, wrong)
            && wrong <= LettersWrong && wrong < name.Length ? name : null;

    /// <summary>Letters to add, to drop, to change or to exchange with the next one.</summary>
    private static int Distance(string a, string b)
    {
        var rows = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                rows[i, j] = i == 0 || j == 0 ? i + j
                    : Math.Min(Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1, rows[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
            }
        }
        return rows[a.Length, b.Length];
    }
}
