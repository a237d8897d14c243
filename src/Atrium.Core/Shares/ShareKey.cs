namespace Atrium.Core.Shares;

/// <summary>What opens a link that asks for a password.</summary>
/// <param name="Password">As somebody typed it; null for none.</param>
/// <param name="Proof">From an earlier visit; null for none.</param>
public sealed record ShareKey(string? Password, string? Proof);
