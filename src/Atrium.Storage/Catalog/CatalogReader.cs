using System.Collections.Frozen;
using Atrium.Core.Access;
using Atrium.Core.Guard;
using Atrium.Core.Ports;
using Atrium.Core.Repository;
using Atrium.Storage.Sqlite;

namespace Atrium.Storage.Catalog;

/// <summary>Questions to one state of the catalog: each is one statement and a mapping of its rows.</summary>
internal partial class CatalogReader(SqliteConnection connection, AccessCache cache, long now) : ICatalogReader
{
    public virtual long Now => now;

    protected SqliteConnection Connection { get; } = connection;

    public virtual Space? FindSpace(SpaceKind kind, string name) => One(Use(Sql.FindSpace).Bind((long)kind).Bind(name), Rows.Space);

    public virtual Space? GetSpace(long id) => One(Use(Sql.GetSpace).Bind(id), Rows.Space);

    public virtual IReadOnlyList<Space> Spaces() => All(Use(Sql.Spaces), Rows.Space);

    public virtual IReadOnlyList<Space> SpacesOf(long owner) => All(Use(Sql.SpacesOf).Bind(owner), Rows.Space);

    public EntryRow? LiveEntry(long parent, string name) => Maybe(Use(Sql.LiveEntry).Bind(parent).Bind(name), Rows.Entry);

    public EntryRow? NewestEntry(long parent, string name)
        => LiveEntry(parent, name) ?? Maybe(Use(Sql.NewestPastEntry).Bind(parent).Bind(name), Rows.Entry);

    public EntryRow? EntryAt(long parent, string name, long seq)
    {
        if (LiveEntry(parent, name) is { } live && live.FromSeq <= seq)
            return live;
        return Maybe(Use(Sql.PastEntryAt).Bind(parent).Bind(name).Bind(seq), Rows.Entry) is { } row && row.IsVisibleAt(seq) ? row : null;
    }

    public EntryRow? NewestPlaceOf(long node)
        => Maybe(Use(Sql.LivePlaceOf).Bind(node), Rows.Entry) ?? Maybe(Use(Sql.NewestPastPlaceOf).Bind(node), Rows.Entry);

    public bool HasPlace(long node) => NewestPlaceOf(node) is not null;

    public IReadOnlyList<EntryRow> LiveEntries(long parent, string after, int limit)
        => All(Use(Sql.LiveEntries).Bind(parent).Bind(after).Bind(limit), Rows.Entry);

    public IReadOnlyList<EntryRow> LiveEntriesBackwards(long parent, string? before, int limit) => before is null
        ? All(Use(Sql.LiveEntriesFromLast).Bind(parent).Bind(limit), Rows.Entry)
        : All(Use(Sql.LiveEntriesBackwards).Bind(parent).Bind(before).Bind(limit), Rows.Entry);

    public IReadOnlyList<EntryRow> EntriesAt(long parent, long seq, string after, int limit)
        => All(Use(Sql.EntriesAt).Bind(parent).Bind(after).Bind(seq).Bind(limit), Rows.Entry);

    public IReadOnlyList<EntryRow> AllEntries(long parent, string after, int limit)
        => All(Use(Sql.AllEntries).Bind(parent).Bind(after).Bind(limit), Rows.Entry);

    public IReadOnlyList<EntryRow> EntriesWithoutNode(long parent, int limit)
        => All(Use(Sql.EntriesWithoutNode).Bind(parent).Bind(limit), Rows.Entry);

    public virtual FolderRow? Folder(long node) => Maybe(Use(Sql.Folder).Bind(node), Rows.Folder);

    public ContentRow? NewestContent(long node) => One(Use(Sql.NewestContent).Bind(node), Rows.Content);

    public ContentRow? ContentAt(long node, long seq)
        => One(Use(Sql.ContentAt).Bind(node).Bind(seq), Rows.Content) is { } row && row.ToSeq > seq ? row : null;

    public ContentRow? ContentOfVersion(long node, long version) => One(Use(Sql.ContentOfVersion).Bind(node).Bind(version), Rows.Content);

    public IReadOnlyList<ContentRow> Versions(long node, long before, int limit)
        => All(Use(Sql.Versions).Bind(node).Bind(before).Bind(limit), Rows.Content);

    public IReadOnlyList<ExtentRow> Extents(long node, long @base, long version)
        => All(Use(Sql.Extents).Bind(node).Bind(@base).Bind(version), Rows.Extent);

    public BlobRow? Blob(long id) => One(Use(Sql.GetBlob).Bind(id), Rows.Blob);

    public BlobRow? FindBlob(long domain, byte[] sha256, long size)
        => One(Use(Sql.FindBlob).Bind(domain).Bind(sha256).Bind(size), Rows.Blob);

    public byte[]? InlineBytes(long blob) => One(Use(Sql.InlineBytes).Bind(blob), row => row.Bytes(0));

    public bool IsBlobReferenced(long blob) => Exists(Use(Sql.IsBlobReferenced).Bind(blob));

    /// <remarks>
    /// Times rise with sequence numbers, so this is a binary search by the order of the changes: no index on times to be written
    /// with every change. Numbers may be missing; each probe takes the next that is there.
    /// </remarks>
    public long SeqAt(long space, long at)
    {
        var newest = GetSpace(space)?.Seq ?? 0;
        return Stamp(Use(Sql.RecentChangeFrom).Bind(space).Bind(0)) is not { } recent
            ? LastUntil(at, Sql.ChangeFrom, space, 1, newest)
            : recent.At <= at
                ? LastUntil(at, Sql.RecentChangeFrom, space, recent.Seq, newest)
                : LastUntil(at, Sql.ChangeFrom, space, 1, recent.Seq - 1);
    }

    private long LastUntil(long at, string nextFrom, long space, long low, long high)
    {
        var found = 0L;
        while (low <= high)
        {
            var middle = low + (high - low) / 2;
            if (Stamp(Use(nextFrom).Bind(space).Bind(middle)) is { } stamp && stamp.Seq <= high && stamp.At <= at)
                (found, low) = (stamp.Seq, stamp.Seq + 1);
            else
                high = middle - 1;
        }
        return found;
    }

    public long? TimeOf(long space, long seq) => LastChangeUpTo(space, seq)?.At;

    protected (long Seq, long At)? LastChangeUpTo(long space, long seq)
        => Stamp(Use(Sql.RecentChangeUpTo).Bind(space).Bind(seq)) ?? Stamp(Use(Sql.ChangeUpTo).Bind(space).Bind(seq));

    public IReadOnlyList<ChangeRow> Changes(long space, long afterSeq, int limit)
        => All(Use(Sql.Changes).Bind(space).Bind(afterSeq).Bind(limit), Rows.Change);

    public AccountRow? FindAccount(string name) => One(Use(Sql.FindAccount).Bind(name), Rows.Account);

    public AccountRow? GetAccount(long id) => One(Use(Sql.GetAccount).Bind(id), Rows.Account);

    public IReadOnlyList<AccountRow> Accounts() => All(Use(Sql.Accounts), Rows.Account);

    public IReadOnlyList<CredentialRow> Credentials(long account) => All(Use(Sql.Credentials).Bind(account), Rows.Credential);

    public CredentialRow? FindToken(string verifier) => One(Use(Sql.FindToken).Bind(verifier), Rows.Credential);

    public CredentialRow? FindSession(string verifier) => One(Use(Sql.FindSession).Bind(verifier), Rows.Credential);

    public long? LastSignInFrom(long account, string prefix) => Maybe(Use(Sql.LastSignInFrom).Bind(account).Bind(prefix), row => row.Long(0));

    public IReadOnlyList<AddressRow> Addresses() => All(Use(Sql.Addresses), Rows.Address);

    public IReadOnlyList<AddressRow> AddressesOf(long account) => All(Use(Sql.AddressesOf).Bind(account), Rows.Address);

    public AddressRow? FindAddress(string folded) => Maybe(Use(Sql.FindAddress).Bind(folded), Rows.Address);

    public string? StoreValue(string key) => One(Use(Sql.GetStoreValue).Bind(key), row => row.Text(0));

    public IReadOnlyList<long> DeadSpaces(int limit) => All(Use(Sql.DeadSpaces).Bind(limit), row => row.Long(0));

    public virtual PrincipalSet? PrincipalsOf(long account)
    {
        var version = Connection.Scalar(Sql.PrincipalsVersion) ?? 0;
        // Who is not there is not remembered: a stranger could ask for any number of them.
        return GetAccount(account) is { } row ? cache.PrincipalsOf(account, version, () => LoadPrincipals(row)) : null;
    }

    public GroupRow? FindGroup(string name) => One(Use(Sql.FindGroup).Bind(name), Rows.Group);

    public GroupRow? GetGroup(long id) => One(Use(Sql.GetGroup).Bind(id), Rows.Group);

    public IReadOnlyList<GroupRow> Groups() => All(Use(Sql.Groups), Rows.Group);

    public IReadOnlyList<long> MembersOf(long group) => All(Use(Sql.MembersOf).Bind(group), row => row.Long(0));

    public IReadOnlyList<long> GroupsOf(long member) => All(Use(Sql.GroupsOf).Bind(member), row => row.Long(0));

    public IReadOnlyList<GrantRow> GrantsTo(long principal, long afterNode, int limit)
        => All(Use(Sql.GrantsTo).Bind(principal).Bind(afterNode).Bind(limit), Rows.Grant);

    public IReadOnlyList<GrantRow> Grants() => All(Use(Sql.Grants), Rows.Grant);

    public Rights GrantOn(long node, long principal) => (Rights)(Maybe(Use(Sql.GrantOn).Bind(node).Bind(principal), row => row.Long(0)) ?? 0);

    public IReadOnlyList<long> Stops() => All(Use(Sql.Stops), row => row.Long(0));

    public virtual SpaceAcl AclOf(Space space) => cache.AclOf(space.Id, space.AccessEpoch, () => LoadAcl(space.Id));

    protected SpaceAcl LoadAcl(long space)
        => new(All(Use(Sql.GrantsIn).Bind(space), Rows.Grant), All(Use(Sql.StopsIn).Bind(space), row => row.Long(0)));

    protected PrincipalSet LoadPrincipals(AccountRow account)
    {
        HashSet<long> ids = [account.Id, Principals.Everyone, Principals.Anyone];
        Nesting().AddWithAllAbove(GroupsOf(account.Id), ids);
        return new PrincipalSet(
            account.IsDisabled, account.IsAdministrator, ids, Credentials(account.Id).ToFrozenDictionary(credential => credential.Id, credential => credential.End));
    }

    protected virtual GroupNesting Nesting() => cache.Nesting(Connection.Scalar(Sql.NestingVersion) ?? 0, LoadNesting);

    protected GroupNesting LoadNesting() => new(All(Use(Sql.Nesting), row => (row.Long(0), row.Long(1))));

    public ShareRow? Share(long id) => One(Use(Sql.Share).Bind(id), Rows.Share);

    public ShareRow? FindShare(string verifier) => One(Use(Sql.FindShare).Bind(verifier), Rows.Share);

    public IReadOnlyList<ShareRow> Shares() => All(Use(Sql.Shares), Rows.Share);

    public IReadOnlyList<ShareRow> SharesOf(long account) => All(Use(Sql.SharesOf).Bind(account), Rows.Share);

    public IReadOnlyList<ShareRow> SharesOn(long node) => All(Use(Sql.SharesOn).Bind(node), Rows.Share);

    public SiteRow? Site(long space) => One(Use(Sql.Site).Bind(space), Rows.Site);

    public IReadOnlyList<SiteRow> Sites() => All(Use(Sql.Sites), Rows.Site);

    public long? SiteOfAlias(string name) => Maybe(Use(Sql.SiteOfAlias).Bind(name), row => row.Long(0));

    public IReadOnlyList<string> AliasesOf(long space) => All(Use(Sql.AliasesOf).Bind(space), row => row.Text(0));

    public IReadOnlyList<DeploymentRow> Deployments(long space) => All(Use(Sql.Deployments).Bind(space), Rows.Deployment);

    public IReadOnlyList<(string Name, long Space)> Aliases() => All(Use(Sql.Aliases), row => (row.Text(0), row.Long(1)));

    public IReadOnlyList<DeploymentRow> AllDeployments() => All(Use(Sql.AllDeployments), Rows.Deployment);

    public DeploymentRow? DeploymentOf(long folder) => One(Use(Sql.DeploymentOf).Bind(folder), Rows.Deployment);

    public bool IsBlobIn(long blob, long space) => Exists(Use(Sql.IsBlobIn).Bind(blob).Bind(space));

    public long? SpaceOfUpload(long folder) => Maybe(Use(Sql.SpaceOfUpload).Bind(folder), row => row.Long(0));

    public UploadRow? Upload(long folder) => One(Use(Sql.Upload).Bind(folder), Rows.Upload);

    public IReadOnlyList<UploadRow> UploadsOf(long account) => All(Use(Sql.UploadsOf).Bind(account), Rows.Upload);

    public long UploadedBytes(long space) => Maybe(Use(Sql.UploadedBytes).Bind(space), row => row.Long(0)) ?? 0;

    public string? Setting(string name) => One(Use(Sql.GetSetting).Bind(name), row => row.Text(0));

    public IReadOnlyList<FirewallRule> FirewallRules() => All(Use(Sql.FirewallRules), Rows.FirewallRule);

    public FirewallRule? FirewallRule(long id) => One(Use(Sql.FirewallRule).Bind(id), Rows.FirewallRule);

    public IReadOnlyList<FirewallRule> FirewallRulesOf(Network network) => All(Use(Sql.FirewallRulesOf).Bind(network.ToString()), Rows.FirewallRule);

    public IReadOnlyList<Ban> Bans() => All(Use(Sql.Bans), Rows.Ban);

    public FrozenDictionary<string, string> Settings()
        => All(Use(Sql.Settings), row => KeyValuePair.Create(row.Text(0), row.Text(1))).ToFrozenDictionary(StringComparer.Ordinal);

    public IReadOnlyList<EntryRow> EndedEntries(long space, int limit) => All(Use(Sql.EndedEntries).Bind(space).Bind(limit), Rows.Entry);

    public IReadOnlyList<ContentRow> EndedContents(long space, int limit) => All(Use(Sql.EndedContents).Bind(space).Bind(limit), Rows.Content);

    public IReadOnlyList<(long Node, long Space)> DeadNodes(int limit)
        => All(Use(Sql.DeadNodes).Bind(limit), row => (row.Long(0), row.Long(1)));

    public bool IsDead(long node) => Exists(Use(Sql.IsDead).Bind(node));

    public IReadOnlyList<(long Node, long Space, long Started)> StagedFolders()
        => All(Use(Sql.StagedFolders), row => (row.Long(0), row.Long(1), row.Long(2)));

    public IReadOnlyList<BlobRow> Blobs(long after, int limit) => All(Use(Sql.Blobs).Bind(after).Bind(limit), Rows.Blob);

    public IReadOnlyList<BlobRow> CondemnedBlobs(long condemnedBefore, int limit)
        => All(Use(Sql.CondemnedBlobs).Bind(condemnedBefore).Bind(limit), Rows.Blob);

    public IReadOnlyList<NodeRow> Nodes(long after, int limit) => All(Use(Sql.Nodes).Bind(after).Bind(limit), Rows.Node);

    public IReadOnlyList<ContentRow> AllContents(long afterNode, long afterVersion, int limit)
        => All(Use(Sql.AllContents).Bind(afterNode).Bind(afterVersion).Bind(limit), Rows.Content);

    public IReadOnlyList<(long Node, long Seq)> HoldersOf(long blob, int limit)
        => All(Use(Sql.HoldersOf).Bind(blob).Bind(limit), row => (row.Long(0), row.Long(1)));

    public bool HasLocator(string locator) => Exists(Use(Sql.HasLocator).Bind(locator));

    public virtual FolderRow ComputeFolder(long node)
        => Maybe(Use(Sql.ComputeFolder).Bind(node), row => new FolderRow(row.Long(0), row.Long(1), 0)) ?? default;

    public virtual long ComputeHistory(long space) => Maybe(Use(Sql.ComputeHistory).Bind(space), row => row.Long(0)) ?? 0;

    public long HighestBlob() => Maybe(Use(Sql.HighestBlob), row => row.Long(0)) ?? 0;

    public CatalogCounts Counts() => Maybe(
        Use(Sql.Counts), row => new CatalogCounts(row.Long(0), row.Long(1), row.Long(2), row.Long(3), row.Long(4), row.Long(5), row.Long(6))) ?? default;

    protected SqliteStatement Use(string sql) => Connection.Use(sql);

    protected static bool Exists(SqliteStatement statement) => Maybe(statement, _ => true) ?? false;

    private static (long Seq, long At)? Stamp(SqliteStatement statement) => Maybe(statement, row => (row.Long(0), row.Long(1)));

    protected static T? One<T>(SqliteStatement statement, Func<SqliteStatement, T> map) where T : class
    {
        try
        {
            return statement.Step() ? map(statement) : null;
        }
        finally
        {
            statement.Reset();
        }
    }

    protected static T? Maybe<T>(SqliteStatement statement, Func<SqliteStatement, T> map) where T : struct
    {
        try
        {
            return statement.Step() ? map(statement) : null;
        }
        finally
        {
            statement.Reset();
        }
    }

    protected static List<T> All<T>(SqliteStatement statement, Func<SqliteStatement, T> map)
    {
        try
        {
            var rows = new List<T>();
            while (statement.Step())
                rows.Add(map(statement));
            return rows;
        }
        finally
        {
            statement.Reset();
        }
    }
}
