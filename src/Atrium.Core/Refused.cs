namespace Atrium.Core;

/// <summary>A refusal with one sentence for a person, which says what to do next and holds no secret.</summary>
/// <param name="Kind">What protocols map to their reply codes.</param>
/// <param name="Detail">The sentence.</param>
public sealed record Refused(Refusal Kind, string Detail)
{
    /// <summary>Where a request has many parts: all that is wrong with them, each with its place.</summary>
    public IReadOnlyList<Mistake> Mistakes { get; init; } = [];

    /// <summary>For the journal, which the caller does not see: the rule that decided. Null where none did.</summary>
    internal string? Rule { get; init; }

    /// <summary>Of <see cref="Refusal.Locked"/>: what the lock in the way is on.</summary>
    public Repository.NodePath? LockedPath { get; init; }

    /// <summary>Of <see cref="Refusal.Conflict"/>: a condition that the request itself has set does not hold.</summary>
    public bool IsPrecondition { get; init; }

    /// <summary>When to try again, where that is known.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The same answer for what is not there and for what the caller may not know about.</summary>
    public static Refused NotFound(string what) => new(Refusal.NotFound, $"{what} does not exist.");

    /// <inheritdoc cref="Refusal.Denied"/>
    public static Refused Denied(string detail) => new(Refusal.Denied, detail);

    /// <inheritdoc cref="Refusal.Exists"/>
    public static Refused Exists(string what) => new(Refusal.Exists, $"{what} exists already.");

    /// <inheritdoc cref="Refusal.NotEmpty"/>
    public static Refused NotEmpty(string what) => new(Refusal.NotEmpty, $"The folder {what} is not empty.");

    /// <inheritdoc cref="Refusal.Conflict"/>
    public static Refused Conflict(string detail) => new(Refusal.Conflict, detail);

    /// <inheritdoc cref="Refusal.Invalid"/>
    public static Refused Invalid(string detail) => new(Refusal.Invalid, detail);

    /// <inheritdoc cref="Refusal.Gone"/>
    public static Refused Gone(string detail) => new(Refusal.Gone, detail);

    /// <inheritdoc cref="Refusal.Unavailable"/>
    public static Refused Unavailable(string detail) => new(Refusal.Unavailable, detail);

    /// <inheritdoc cref="Refusal.Busy"/>
    public static Refused Busy(string detail) => new(Refusal.Busy, detail);
}
