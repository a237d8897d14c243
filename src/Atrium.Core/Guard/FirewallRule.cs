using System.Globalization;

namespace Atrium.Core.Guard;

/// <summary>What a rule says. The numbers are stored.</summary>
public enum RuleAction
{
    /// <summary>Let in, and never banned.</summary>
    Allow = 0,

    /// <summary>Kept out.</summary>
    Deny = 1,
}

/// <summary>Who may connect, or may not.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Network">Whom it is about.</param>
/// <param name="Protocol">The protocol's short name; null for all.</param>
/// <param name="Action">What it says.</param>
/// <param name="Order">Of the rules that are about an address, the one with the least order decides; among equal ones the narrowest network.</param>
public sealed record FirewallRule(long Id, Network Network, string? Protocol, RuleAction Action, int Order)
{
    /// <summary>The range of <see cref="Order"/>, and the middle, where a rule stands when nothing is said.</summary>
    public const int FirstOrder = 1, LastOrder = 999, UsualOrder = 500;

    /// <summary>When it ends; null for never.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>Why it is there.</summary>
    public string Note { get; init; } = "";

    /// <summary>When it was written.</summary>
    public DateTimeOffset Created { get; init; }

    /// <summary>Who wrote it.</summary>
    public string Author { get; init; } = "";

    /// <summary>Why somebody whom it is about is kept out.</summary>
    internal string Reason
        => string.Create(CultureInfo.InvariantCulture, $"rule {Id}: deny {Network}{(Protocol is null ? "" : $" for {Protocol}")}{(Note.Length == 0 ? "" : $" ({Note})")}");
}

/// <summary>A rule to be written. What is null is as usual.</summary>
/// <param name="Network">Whom it is about.</param>
/// <param name="Action">What it says.</param>
public sealed record NewRule(Network Network, RuleAction Action)
{
    /// <summary>The protocol's short name; null for all.</summary>
    public string? Protocol { get; init; }

    /// <summary>As in <see cref="FirewallRule.Order"/>.</summary>
    public int? Order { get; init; }

    /// <summary>When it ends.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>Why it is there.</summary>
    public string? Note { get; init; }
}
