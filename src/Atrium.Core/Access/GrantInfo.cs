using Atrium.Core.Repository;

namespace Atrium.Core.Access;

/// <summary>What somebody may do with a node, and why.</summary>
/// <param name="Path">Where it was granted: the node itself, or a folder above it. Of an owner, the space.</param>
/// <param name="Principal">The name of an account or group; "everyone", "anyone".</param>
/// <param name="Kind">Of the principal.</param>
/// <param name="Rights">What is granted.</param>
/// <param name="Reason">What gives it.</param>
public sealed record GrantInfo(NodePath Path, string Principal, PrincipalKind Kind, Rights Rights, GrantReason Reason);

/// <summary>Why somebody holds rights.</summary>
public enum GrantReason
{
    /// <summary>Granted on the node or above it.</summary>
    Grant,

    /// <summary>Owns the space.</summary>
    Owner,

    /// <summary>Administers the server.</summary>
    Administrator,

    /// <summary>A site shows it to its visitors, whatever is granted.</summary>
    Site,
}

/// <summary>Who may do what with a node.</summary>
/// <param name="Path">The node.</param>
/// <param name="Inherits">False where a folder takes nothing from above.</param>
/// <param name="Entries">Everybody who holds anything here, the nearest reasons first.</param>
public sealed record AccessList(NodePath Path, bool Inherits, IReadOnlyList<GrantInfo> Entries);

/// <summary>Why somebody may do something, or not.</summary>
/// <param name="Path">The node.</param>
/// <param name="Account">Who; "anyone" for a visitor.</param>
/// <param name="Asked">What he wants to do.</param>
/// <param name="Allowed">Whether he may.</param>
/// <param name="Held">All that he may do.</param>
/// <param name="Reason">The rule that decided, in a sentence.</param>
/// <param name="Grants">What was taken into account.</param>
public sealed record AccessExplanation(
    NodePath Path, string Account, Rights Asked, bool Allowed, Rights Held, string Reason, IReadOnlyList<GrantInfo> Grants);
