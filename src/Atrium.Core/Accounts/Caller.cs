using Atrium.Core.Access;
using Atrium.Core.Ports;
using Atrium.Core.Repository.Locks;

namespace Atrium.Core.Accounts;

/// <summary>Who asks, and how he came in. Whether he may is decided anew inside each unit of work.</summary>
/// <param name="AccountId">The account; <see cref="Anonymous"/> or <see cref="Operator"/> where there is none.</param>
/// <param name="Name">For records.</param>
/// <param name="Visit">How he came in.</param>
internal sealed record Caller(long AccountId, string Name, Visit Visit)
{
    /// <summary>What he signed in with; when it is revoked, he is nobody. 0 where there is none.</summary>
    internal long Credential { get; init; }

    /// <summary>The kind of what he signed in with; null for the operator and for visitors.</summary>
    internal CredentialKind? Kind { get; init; }

    /// <summary>
    /// He came in with the account's own password, gave it in his session a short time ago, or is the operator: what makes new credentials
    /// asks for no less, so that a stolen app password or token cannot give itself successors (ATTACKS 48).
    /// </summary>
    internal bool ByPassword { get; init; }

    /// <summary>The most that he may do, whatever he is granted: a token may be limited to reading.</summary>
    internal Rights Limit { get; init; } = Rights.Manage;

    /// <summary>The link that he follows, where he is <see cref="ShareLink"/>.</summary>
    internal long Share { get; init; }

    /// <summary>What he says about locks with what he asks for; null for nothing.</summary>
    internal LockSubmission? Submitted { get; init; }

    /// <summary>What no person asked for.</summary>
    internal static Caller OfSystem(string purpose) => new(System, "system", new Visit("system", null, purpose, Encrypted: true));

    /// <summary>No account: only what anyone may.</summary>
    internal const long Anonymous = 0;

    /// <summary>Whoever can open the server's own socket, or its files: the kernel has let him in.</summary>
    internal const long Operator = -1;

    /// <summary>What no person asked for.</summary>
    internal const long System = -2;

    /// <summary>Whoever follows a link: only what is granted to it.</summary>
    internal const long ShareLink = -3;
}
