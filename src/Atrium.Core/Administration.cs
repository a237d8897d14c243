using Atrium.Core.Accounts;
using Atrium.Core.Maintenance;
using Atrium.Core.Repository;

namespace Atrium.Core;

/// <summary>Accounts, spaces and the store, for those who may administer them.</summary>
public sealed class Administration
{
    /// <summary>Adds a space.</summary>
    public ValueTask<Outcome<SpaceInfo>> AddSpaceAsync(NodePath path, SpaceSettings settings, CancellationToken cancellation) => throw new NotImplementedException();

    /// <summary>Changes the settings of a space.</summary>
    public ValueTask<Outcome<SpaceInfo>> SetSpaceAsync(NodePath path, SpaceSettings settings, CancellationToken cancellation) => throw new NotImplementedException();

    /// <summary>The spaces that the caller may see, by path.</summary>
    public ValueTask<Outcome<IReadOnlyList<SpaceInfo>>> ListSpacesAsync(CancellationToken cancellation) => throw new NotImplementedException();

    /// <summary>Adds an account with its home space and a password.</summary>
    public ValueTask<Outcome<AccountInfo>> AddAccountAsync(string name, string password, AccountRole role, CancellationToken cancellation) => throw new NotImplementedException();

    /// <summary>All accounts, by name.</summary>
    public ValueTask<Outcome<IReadOnlyList<AccountInfo>>> ListAccountsAsync(CancellationToken cancellation) => throw new NotImplementedException();

    /// <summary>The store in figures.</summary>
    public ValueTask<Outcome<StoreStatus>> StatusAsync(CancellationToken cancellation) => throw new NotImplementedException();

    /// <summary>Verifies every invariant of the store while it serves, and mends what can be mended.</summary>
    public ValueTask<Outcome<CheckReport>> CheckAsync(CheckMode mode, IProgress<CheckProgress>? progress, CancellationToken cancellation) => throw new NotImplementedException();
}
