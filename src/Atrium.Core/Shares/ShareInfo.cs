using Atrium.Core.Repository;

namespace Atrium.Core.Shares;

/// <summary>A link to be made.</summary>
/// <param name="Path">The file or folder.</param>
/// <param name="Kind">What its holders may do.</param>
public sealed record NewShare(NodePath Path, ShareKind Kind)
{
    /// <summary>When it ends; null for never.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>Asked of whoever follows it; null for none.</summary>
    public string? Password { get; init; }

    /// <summary>How often a file can be fetched by it; null for any number of times.</summary>
    public long? MaxDownloads { get; init; }
}

/// <summary>A link, without its secret.</summary>
/// <param name="Id">By which it is revoked.</param>
/// <param name="Path">Where it leads now; null when what it led to is deleted.</param>
/// <param name="NodeKind">Of what it leads to.</param>
/// <param name="Kind">What its holders may do.</param>
/// <param name="Creator">The account that made it; "operator" for the operator of the server.</param>
/// <param name="Created">UTC.</param>
/// <param name="Expires">UTC; null for never.</param>
/// <param name="HasPassword">Whether a password is asked.</param>
/// <param name="MaxDownloads">Null for any number.</param>
/// <param name="Downloads">So far.</param>
public sealed record ShareInfo(
    long Id, NodePath? Path, NodeKind NodeKind, ShareKind Kind, string Creator, DateTimeOffset Created, DateTimeOffset? Expires, bool HasPassword,
    long? MaxDownloads, long Downloads);

/// <summary>A link that was made a moment ago.</summary>
/// <param name="Info">It.</param>
/// <param name="Token">The secret in its address, which is not kept: told this once.</param>
public sealed record CreatedShare(ShareInfo Info, string Token);
