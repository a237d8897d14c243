using Atrium.Core.Repository.Locks;

namespace Atrium.Core.Ports;

/// <summary>A lock on a node (RFC 4918, 6).</summary>
/// <param name="Id">What operators name it by: a token is a secret of who has it.</param>
/// <param name="Token">urn:uuid.</param>
/// <param name="Space">Of the node.</param>
/// <param name="Node">What is locked.</param>
internal sealed record LockRow(long Id, string Token, long Space, long Node)
{
    /// <summary>Who made it, and what he had signed in with.</summary>
    internal required long Account { get; init; }

    /// <inheritdoc cref="Account"/>
    internal long Credential { get; init; }

    internal required LockScope Scope { get; init; }

    internal required LockDepth Depth { get; init; }

    /// <summary>What its maker says about himself, as XML.</summary>
    internal string Owner { get; init; } = "";

    /// <summary>Names below the space, with slashes between them; empty for the space's own folder.</summary>
    internal required string Place { get; init; }

    /// <summary>UTC ticks.</summary>
    internal required long Created { get; init; }

    /// <summary>UTC ticks; from then on it is nobody's.</summary>
    internal required long Expires { get; init; }
}

/// <summary>A property that a client keeps with a node.</summary>
internal readonly record struct PropertyRow(long Node, string Namespace, string Name, long Space, string Value);
