namespace Atrium.Core.Accounts;

/// <summary>A group, as administrators see it.</summary>
/// <param name="Name">Lower case.</param>
/// <param name="Members">Accounts and groups that are directly in it, by name.</param>
/// <param name="Created">When.</param>
public sealed record GroupInfo(string Name, IReadOnlyList<string> Members, DateTimeOffset Created);
