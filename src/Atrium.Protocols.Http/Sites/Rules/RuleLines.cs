namespace Atrium.Protocols.Http.Sites.Rules;

/// <summary>The lines of a file of rules.</summary>
internal static class RuleLines
{
    private const char ByteOrderMark = '\uFEFF';

    /// <summary>Each line with its number; one that is too long, or no text, is named and left out.</summary>
    internal static IEnumerable<(int Number, string Line)> Of(string text, string file, ICollection<RuleProblem> problems)
    {
        var number = 0;
        foreach (var raw in text.TrimStart(ByteOrderMark).Split('\n'))
        {
            number++;
            var line = raw.EndsWith('\r') ? raw[..^1] : raw;
            if (line.Length > RuleLimits.MaxLine)
                Add(problems, file, number, $"The line has more than {RuleLimits.MaxLine} characters.");
            else if (line.Any(c => (char.IsControl(c) && c != '\t') || c == '\uFFFD'))
                Add(problems, file, number, "The line has a character that is no text: save the file as UTF-8.");
            else
                yield return (number, line);
        }
    }

    internal static void Add(ICollection<RuleProblem> problems, string file, int line, string message)
    {
        if (problems.Count < RuleLimits.MaxProblems)
            problems.Add(new RuleProblem(file, line, message));
    }
}
