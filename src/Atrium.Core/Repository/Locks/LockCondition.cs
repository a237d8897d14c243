namespace Atrium.Core.Repository.Locks;

/// <summary>
/// What must be true when an operation is done (the If field, RFC 4918, 10.4): one of the lists at least. It is looked at in the unit, so that
/// nothing changes between the look and the deed.
/// </summary>
/// <param name="Lists">Alternatives.</param>
public sealed record LockCondition(IReadOnlyList<StateList> Lists);

/// <summary>Tests of one resource, all of which must succeed.</summary>
/// <param name="Resource">The one that was named before the list, or that of the request.</param>
/// <param name="Tests">At least one.</param>
public sealed record StateList(NodePath Resource, IReadOnlyList<StateTest> Tests);

/// <summary>A test of a resource: that a lock covers it, or that its content has an entity tag.</summary>
/// <param name="Token">The token of the lock; null for an entity tag.</param>
/// <param name="ETag">Without quotes; null for a token.</param>
/// <param name="Negated">True for Not.</param>
public sealed record StateTest(string? Token, string? ETag, bool Negated);

/// <summary>What a caller says with an operation about locks.</summary>
/// <param name="Tokens">Of locks that he holds.</param>
/// <param name="Condition">What must be true; null for nothing.</param>
internal sealed record LockSubmission(IReadOnlyCollection<string> Tokens, LockCondition? Condition);
