using System.Runtime.CompilerServices;
using Atrium.Core.Access;
using Atrium.Core.Accounts;
using Atrium.Core.Guard;
using Atrium.Core.Journal;
using Atrium.Core.Maintenance;
using Atrium.Core.Ports;
using Atrium.Core.Repository;
using Atrium.Core.Settings;

namespace Atrium.Core;

/// <summary>Accounts, spaces and the store, for those who may administer them.</summary>
public sealed class Administration
{
    private readonly Store store;
    private readonly Caller caller;
    private readonly AdministratorGate gate;

    internal Administration(Store store, Caller caller) => (this.store, this.caller, gate) = (store, caller, new AdministratorGate(store, caller));

    /// <summary>What can be set while the server runs.</summary>
    public SettingsControl Settings => new(store, caller);

    /// <summary>Who may connect.</summary>
    public FirewallControl Firewall => new(store, caller);

    /// <summary>Accounts, groups, spaces, grants, sites and settings as one file.</summary>
    public Config.ConfigControl Config => new(store, caller);

    /// <summary>Adds a space.</summary>
    public ValueTask<Outcome<SpaceInfo>> AddSpaceAsync(NodePath path, SpaceSettings settings, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(settings);
        return Traced(path, gate.ChangeAsync(tx => AddSpace.Unit(tx, path, settings), cancellation));
    }

    /// <summary>Changes the settings of a space.</summary>
    public ValueTask<Outcome<SpaceInfo>> SetSpaceAsync(NodePath path, SpaceSettings settings, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(settings);
        return Traced(path, gate.ChangeAsync(tx => AddSpace.Change(tx, path, settings), cancellation));
    }

    /// <summary>
    /// Removes a space. Not the home of an account, which goes with it, and not the space of a site, which is taken off the air first.
    /// </summary>
    public ValueTask<Outcome<Done>> RemoveSpaceAsync(NodePath path, SpaceFate fate, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Traced(path, gate.ChangeAsync(tx => RemoveSpace.Unit(tx, path, fate), cancellation));
    }

    /// <summary>The spaces that the caller may see, by path.</summary>
    public ValueTask<Outcome<IReadOnlyList<SpaceInfo>>> ListSpacesAsync(CancellationToken cancellation)
        => Traced(null, store.Catalog.ReadAsync<Outcome<IReadOnlyList<SpaceInfo>>>(
            reader =>
            {
                if (!AccessRules.IsSignedIn(reader, caller))
                    return AccessRules.NotSignedIn;
                return reader.Spaces()
                    .Select(space => (Space: space, Access: SpaceAccess.Of(reader, caller, space)))
                    .Where(seen => seen.Access.AtRoot.HasFlag(Rights.List))
                    .Select(seen => Describe.Space(reader, seen.Space, seen.Access))
                    .OrderBy(space => space.Path.ToString(), StringComparer.Ordinal)
                    .ToList();
            },
            cancellation));

    /// <summary>
    /// Adds the first account, an administrator. Only the operator may, and only while there is none. The password is the
    /// operator's own choice, made where he could do anything else too: it may be shorter than others'.
    /// </summary>
    /// <returns>Exists when there is an account already.</returns>
    public ValueTask<Outcome<AccountInfo>> AddFirstAccountAsync(string name, string password, CancellationToken cancellation)
        => Traced(name, AddFirstAccountItselfAsync(name, password, cancellation));

    private async ValueTask<Outcome<AccountInfo>> AddFirstAccountItselfAsync(string name, string password, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentException.ThrowIfNullOrEmpty(password);
        if (caller.AccountId != Caller.Operator)
            return caller.AccountId == Caller.Anonymous ? AccessRules.NotSignedIn : Refused.Denied("Only the operator of the server may do this.");
        if (!AccountNameRule.Check(name).Try(out var folded, out var refused))
            return refused;
        if (await store.Catalog.ReadAsync(reader => reader.Accounts().Count > 0, cancellation))
            return Refused.Exists("An account");
        if (!(await store.Hashing.CreateAsync(password, caller.Visit, cancellation)).Try(out var verifier, out refused))
            return refused;
        return await gate.ChangeAsync(
            tx => tx.Accounts().Count > 0 ? Refused.Exists("An account") : AddAccount.Unit(tx, folded, verifier, AccountRole.Administrator, []), cancellation);
    }

    /// <summary>Adds a group. Accounts and groups share one set of names.</summary>
    public ValueTask<Outcome<GroupInfo>> AddGroupAsync(string name, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Traced(name, gate.ChangeAsync(tx => GroupUnits.Add(tx, name), cancellation));
    }

    /// <summary>Removes a group, with all that was granted to it. One that owns a space is refused.</summary>
    public ValueTask<Outcome<Done>> RemoveGroupAsync(string name, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Traced(name, gate.ChangeAsync(tx => GroupUnits.Remove(tx, name), cancellation));
    }

    /// <summary>Puts an account or a group into a group; a group that would hold itself is refused.</summary>
    public ValueTask<Outcome<GroupInfo>> JoinGroupAsync(string group, string member, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(group);
        ArgumentNullException.ThrowIfNull(member);
        return Traced(group, gate.ChangeAsync(tx => Told(tx, GroupUnits.Join(tx, group, member)), cancellation));
    }

    /// <summary>Takes an account or a group out of a group; what it was granted as a member ends at once.</summary>
    public ValueTask<Outcome<GroupInfo>> LeaveGroupAsync(string group, string member, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(group);
        ArgumentNullException.ThrowIfNull(member);
        return Traced(group, gate.ChangeAsync(tx => Told(tx, GroupUnits.Leave(tx, group, member)), cancellation));
    }

    /// <summary>All groups with their direct members, by name.</summary>
    public ValueTask<Outcome<IReadOnlyList<GroupInfo>>> ListGroupsAsync(CancellationToken cancellation)
        => Traced(null, gate.AskAsync<IReadOnlyList<GroupInfo>>(reader => reader.Groups().Select(group => GroupUnits.Describe(reader, group)).ToList(), cancellation));

    /// <summary>A group with its direct members.</summary>
    public ValueTask<Outcome<GroupInfo>> GetGroupAsync(string name, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Traced(name, gate.AskAsync(reader => GroupUnits.Get(reader, name), cancellation));
    }

    /// <summary>Whether the caller may administer the server: for what is about the server and not in the store.</summary>
    public ValueTask<Outcome<Done>> AdmitAsync(CancellationToken cancellation)
        => Traced(null, AdmitItselfAsync(cancellation));

    private async ValueTask<Outcome<Done>> AdmitItselfAsync(CancellationToken cancellation)
        => await gate.RefusalAsync(cancellation) is { } refused ? refused : default(Done);

    /// <summary>Tells the journal what an administrator did with the server that is not in the store: with a connection.</summary>
    /// <param name="action">A few words in lower case with dashes.</param>
    /// <param name="subject">What it concerned.</param>
    /// <param name="detail">One sentence for a person, without secrets.</param>
    /// <param name="cancellation">Gives up.</param>
    public ValueTask<Outcome<Done>> RecordAsync(string action, string subject, string detail, CancellationToken cancellation)
        => Traced(subject, RecordItselfAsync(action, subject, detail, cancellation));

    private async ValueTask<Outcome<Done>> RecordItselfAsync(string action, string subject, string detail, CancellationToken cancellation)
    {
        if (await gate.RefusalAsync(cancellation) is { } refused)
            return refused;
        store.Journal.Record(caller, new JournalEntry(JournalKind.Guard, action) { Subject = subject, Detail = detail });
        return default(Done);
    }

    /// <summary>The store in figures.</summary>
    public ValueTask<Outcome<StoreStatus>> StatusAsync(CancellationToken cancellation)
        => Traced(null, gate.AskAsync<StoreStatus>(reader => StatusOf(reader.Counts(), reader.Spaces()), cancellation));

    /// <summary>Verifies every invariant of the store while it serves, and mends what can be mended.</summary>
    public ValueTask<Outcome<CheckReport>> CheckAsync(CheckMode mode, IProgress<CheckProgress>? progress, CancellationToken cancellation)
        => Traced(null, CheckItselfAsync(mode, progress, cancellation));

    private async ValueTask<Outcome<CheckReport>> CheckItselfAsync(CheckMode mode, IProgress<CheckProgress>? progress, CancellationToken cancellation)
        => await gate.RefusalAsync(cancellation) is { } refused ? refused : await new StoreCheck(store, caller, mode, progress).RunAsync(cancellation);

    private static Outcome<GroupInfo> Told(ICatalogReader reader, Outcome<GroupRow> changed)
        => changed.Try(out var group, out var refused) ? GroupUnits.Describe(reader, group) : refused;

    private StoreStatus StatusOf(CatalogCounts counts, IReadOnlyList<Space> spaces)
    {
        var (units, batches) = store.Catalog.Statistics;
        return new StoreStatus(
            store.Catalog.Epoch, counts.Accounts, counts.Spaces, counts.Nodes, counts.LiveBytes, counts.HistoryBytes, counts.Blobs,
            counts.BlobBytes, store.Catalog.SizeInBytes, store.Blobs.FreeBytes, units, batches)
        {
            LogBytes = store.Catalog.LogSize,
            Queue = store.Catalog.Waiting,
            DatabaseVersion = store.Catalog.DatabaseVersion,
            FullSpaces = FullSpace.Among(spaces),
        };
    }

    private ValueTask<Outcome<T>> Traced<T>(object? subject, ValueTask<Outcome<T>> running, [CallerMemberName] string operation = "")
        => store.Journal.Trace(caller, "server", subject, running, operation);
}
