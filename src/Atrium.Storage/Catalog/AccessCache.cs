using System.Collections.Concurrent;
using Atrium.Core.Access;

namespace Atrium.Storage.Catalog;

/// <summary>
/// What was found out about access, kept while it is true: of a space as long as its access epoch, of an account as long as the
/// version of all principals, of groups in groups as long as theirs. Only what is committed is kept here, so an epoch never stands for two states.
/// </summary>
internal sealed class AccessCache
{
    // Bounds the memory: an account takes about a kilobyte, a space with a thousand grants about a hundred.
    private const int MaxAccounts = 20_000, MaxSpaces = 2_000;

    private readonly ConcurrentDictionary<long, (long Epoch, SpaceAcl Acl)> spaces = new();
    private readonly ConcurrentDictionary<long, (long Version, PrincipalSet Set)> accounts = new();
    private readonly ConcurrentDictionary<long, (long Version, GroupNesting Nesting)> nesting = new();
    private long hits, misses;

    internal SpaceAcl AclOf(long space, long epoch, Func<SpaceAcl> load) => Find(spaces, MaxSpaces, space, epoch, load);

    internal PrincipalSet PrincipalsOf(long account, long version, Func<PrincipalSet> load) => Find(accounts, MaxAccounts, account, version, load);

    internal GroupNesting Nesting(long version, Func<GroupNesting> load) => Find(nesting, 1, 0, version, load);

    /// <summary>How often something was known, and how often it had to be looked up.</summary>
    internal (long Hits, long Misses) Uses => (Interlocked.Read(ref hits), Interlocked.Read(ref misses));

    private T Find<T>(ConcurrentDictionary<long, (long Version, T Value)> known, int most, long key, long version, Func<T> load)
    {
        if (known.TryGetValue(key, out var found) && found.Version == version)
        {
            Interlocked.Increment(ref hits);
            return found.Value;
        }
        Interlocked.Increment(ref misses);
        var value = load();
        if (known.Count >= most)
            known.Clear();
        // A reader of an older state does not take the place of a newer one.
        known.AddOrUpdate(key, (version, value), (_, other) => other.Version > version ? other : (version, value));
        return value;
    }
}
