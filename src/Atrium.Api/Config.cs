namespace Atrium.Api;

/// <summary>What applying a file changes, or has changed: <c>POST /api/v1/config/plan</c> and <c>apply</c>.</summary>
/// <param name="State">The state that the file was compared with; for If-Match of an apply that shall do exactly this.</param>
/// <param name="Changes">In the order of the sections and of the names.</param>
/// <param name="Left">What is there, is not named in the file, and stays.</param>
public sealed record ConfigPlanRecord(string State, IReadOnlyList<ConfigChangeRecord> Changes, IReadOnlyList<ConfigLeftRecord> Left);

/// <summary>What happens to one thing.</summary>
/// <param name="Kind">"added", "changed" or "removed".</param>
/// <param name="Section">"accounts", "groups", "spaces", "access", "sites" or "settings".</param>
/// <param name="Name">What it is called in the file.</param>
/// <param name="TakesAway">Somebody or something has less afterwards: what a person should look at twice.</param>
/// <param name="Differences">What was, and what will be.</param>
public sealed record ConfigChangeRecord(string Kind, string Section, string Name, bool TakesAway, IReadOnlyList<ConfigDifferenceRecord> Differences);

/// <summary>One value before and after.</summary>
/// <param name="Attribute">Such as "quota", "members" or "grants.staff".</param>
/// <param name="Before">As JSON in the file; null for nothing.</param>
/// <param name="After">As JSON in the file; null for nothing.</param>
public sealed record ConfigDifferenceRecord(string Attribute, string? Before, string? After);

/// <summary>Things of one section that are not named and stay.</summary>
/// <param name="Section">As in a change.</param>
/// <param name="Count">How many.</param>
public sealed record ConfigLeftRecord(string Section, int Count);
