using System.Collections.Frozen;

namespace Atrium.Core.Access;

/// <summary>Who an account is when it asks for something: itself, the groups that it is in directly or through others, everyone, anyone.</summary>
/// <param name="IsDisabled">Then it is nobody at all.</param>
/// <param name="IsAdministrator">Holds all rights everywhere.</param>
/// <param name="Ids">What a grant can name.</param>
/// <param name="Credentials">Those that have not been revoked, each with its end (UTC ticks).</param>
internal sealed record PrincipalSet(bool IsDisabled, bool IsAdministrator, IReadOnlySet<long> Ids, FrozenDictionary<long, long> Credentials)
{
    /// <summary>A visitor without an account.</summary>
    internal static PrincipalSet Visitor { get; } = new(false, false, FrozenSet.Create(Principals.Anyone), FrozenDictionary<long, long>.Empty);

    /// <summary>Somebody who may do nothing any more.</summary>
    internal static PrincipalSet Nobody { get; } = new(true, false, FrozenSet<long>.Empty, FrozenDictionary<long, long>.Empty);
}
