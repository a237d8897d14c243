using Atrium.Core.Repository;

namespace Atrium.Core.Access;

/// <summary>What the caller himself may do with a node.</summary>
/// <param name="Path">Where it stands.</param>
/// <param name="Kind">File or folder.</param>
/// <param name="Rights">All that he holds there.</param>
public sealed record OwnAccess(NodePath Path, NodeKind Kind, Rights Rights);

/// <summary>A page of what was granted to the caller.</summary>
/// <param name="Items">In the order in which the nodes were made.</param>
/// <param name="Next">For the next page; null on the last.</param>
public sealed record SharedPage(IReadOnlyList<OwnAccess> Items, string? Next);
