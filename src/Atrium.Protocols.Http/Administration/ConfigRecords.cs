using Atrium.Api;
using Atrium.Core;
using Atrium.Core.Config;
using Atrium.Protocols.Http.Answers;

namespace Atrium.Protocols.Http.Administration;

/// <summary>Plans as records of the API; also for the program that looks at a folder itself, and says the same.</summary>
public static class ConfigRecords
{
    /// <summary>A plan.</summary>
    public static ConfigPlanRecord Of(ConfigPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return new ConfigPlanRecord(
            plan.State,
            [.. plan.Changes.Select(change => new ConfigChangeRecord(
                Word(change.Kind), change.Section, change.Name, change.TakesAway,
                [.. change.Differences.Select(difference => new ConfigDifferenceRecord(difference.Attribute, difference.Before, difference.After))]))],
            [.. plan.Left.Select(left => new ConfigLeftRecord(left.Section, left.Count))]);
    }

    /// <summary>What is wrong with a file; null where nothing is told of places.</summary>
    public static IReadOnlyList<ProblemErrorRecord>? ErrorsOf(Refused refused)
    {
        ArgumentNullException.ThrowIfNull(refused);
        return Problems.ErrorsOf(refused);
    }

    private static string Word(ConfigChangeKind kind) => kind switch
    {
        ConfigChangeKind.Added => "added",
        ConfigChangeKind.Changed => "changed",
        ConfigChangeKind.Removed => "removed",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
