namespace Atrium.Core.Guard;

/// <summary>Why somebody is kept out: a rule, or a ban.</summary>
/// <param name="Rule">The rule that decided; null for a ban.</param>
/// <param name="Ban">The ban; null for a rule.</param>
public sealed record Denial(FirewallRule? Rule, Ban? Ban)
{
    /// <summary>In words, for records.</summary>
    public string Reason => Rule?.Reason ?? Ban?.Reason ?? "";
}
