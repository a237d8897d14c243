namespace Atrium.Core.Config;

/// <summary>The configuration of a store as one file.</summary>
/// <param name="Text">JSON; what holds no secret.</param>
/// <param name="State">Names the state: another one after any change of what the file holds.</param>
public sealed record ConfigExport(string Text, string State);

/// <summary>How a file is compared with what is there.</summary>
public sealed record ConfigOptions
{
    /// <summary>What becomes of what the file does not name.</summary>
    public ConfigScope Scope { get; init; }

    /// <summary>The state that was planned on: when it is another one by now, nothing is changed. Null for whatever state there is.</summary>
    public string? State { get; init; }

    /// <summary>Names of the server itself, which no site can have.</summary>
    public IReadOnlySet<string> OwnHosts { get; init; } = new HashSet<string>();
}

/// <summary>What becomes of things that a file does not name.</summary>
public enum ConfigScope
{
    /// <summary>They stay, but for those in sections that the file says it owns.</summary>
    Named,

    /// <summary>They go, in each section that the file has.</summary>
    Whole,
}

/// <summary>What applying a file changes, or has changed.</summary>
/// <param name="State">The state that it was compared with.</param>
/// <param name="Changes">In the order of the sections and of the names.</param>
/// <param name="Left">What is there, is not named, and stays.</param>
public sealed record ConfigPlan(string State, IReadOnlyList<ConfigChange> Changes, IReadOnlyList<ConfigLeft> Left);

/// <summary>What happens to one thing.</summary>
/// <param name="Kind">Added, changed or removed.</param>
/// <param name="Section">"accounts", "groups" and so on.</param>
/// <param name="Name">What it is called in the file.</param>
/// <param name="Differences">What was, and what will be.</param>
/// <param name="TakesAway">Somebody or something has less afterwards: what a person should look at twice.</param>
public sealed record ConfigChange(
    ConfigChangeKind Kind, string Section, string Name, IReadOnlyList<ConfigDifference> Differences, bool TakesAway);

/// <summary>The kinds of changes.</summary>
public enum ConfigChangeKind
{
    /// <summary>It was not there.</summary>
    Added,

    /// <summary>It was there, and is another one.</summary>
    Changed,

    /// <summary>It is there no longer.</summary>
    Removed,
}

/// <summary>One value before and after, as it stands in a file.</summary>
/// <param name="Attribute">Such as "quota"; of a list or a map, its member behind a dot: "grants.staff".</param>
/// <param name="Before">JSON; null for nothing.</param>
/// <param name="After">JSON; null for nothing.</param>
public sealed record ConfigDifference(string Attribute, string? Before, string? After);

/// <summary>Things of one section that are not named and stay.</summary>
/// <param name="Section">"accounts", "groups" and so on.</param>
/// <param name="Count">How many.</param>
public sealed record ConfigLeft(string Section, int Count);
