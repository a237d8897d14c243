using Atrium.Api;
using Atrium.CommandLine;

namespace Atrium.Config;

/// <summary>A plan for a person: what is added (+), changed (~) and removed (-), with what was and what will be.</summary>
internal static class ConfigDisplay
{
    internal static void Write(TextWriter output, ConfigPlanRecord plan)
    {
        foreach (var change in plan.Changes)
        {
            output.WriteLine($"{Sign(change.Kind)} {change.Section} {ServerConnection.Quote(change.Name)}");
            var width = change.Differences.Select(difference => difference.Attribute.Length).DefaultIfEmpty().Max();
            foreach (var difference in change.Differences)
                output.WriteLine($"    {difference.Attribute.PadRight(width)}  {Words(difference)}");
        }
    }

    /// <summary>"3 to add, 1 to change, 0 to remove".</summary>
    internal static string Count(ConfigPlanRecord plan, string add, string change, string remove)
        => $"{Of(plan, "added")} {add}, {Of(plan, "changed")} {change}, {Of(plan, "removed")} {remove}";

    /// <summary>What is there and stays, because the file does not name it; empty where there is nothing.</summary>
    internal static string Left(ConfigPlanRecord plan) => plan.Left.Count == 0 ? ""
        : $"Not in the file, and left as they are: {string.Join(", ", plan.Left.Select(left => $"{left.Section} {left.Count}"))}.";

    private static string Words(ConfigDifferenceRecord difference) => (difference.Before, difference.After) switch
    {
        (null, var after) => $"+ {after}",
        (var before, null) => $"- {before}",
        var (before, after) => $"{before} -> {after}",
    };

    private static char Sign(string kind) => kind switch
    {
        "added" => '+',
        "removed" => '-',
        _ => '~',
    };

    private static int Of(ConfigPlanRecord plan, string kind) => plan.Changes.Count(change => change.Kind == kind);
}
