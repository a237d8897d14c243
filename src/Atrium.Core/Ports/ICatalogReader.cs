using System.Collections.Frozen;
using Atrium.Core.Access;
using Atrium.Core.Guard;
using Atrium.Core.Repository;

namespace Atrium.Core.Ports;

/// <summary>What can be asked of one consistent state of the catalog.</summary>
internal interface ICatalogReader
{
    /// <summary>UTC ticks; the same for the whole question, or the whole unit.</summary>
    long Now { get; }

    Space? FindSpace(SpaceKind kind, string name);

    Space? GetSpace(long id);

    IReadOnlyList<Space> Spaces();

    /// <summary>The spaces that an account or a group owns.</summary>
    IReadOnlyList<Space> SpacesOf(long owner);

    /// <summary>What stands under a name in a folder now.</summary>
    EntryRow? LiveEntry(long parent, string name);

    /// <summary>The newest row of a name in a folder, live or ended: at most one is live, and it is the newest.</summary>
    EntryRow? NewestEntry(long parent, string name);

    /// <summary>The row of a name that was visible after a sequence number.</summary>
    EntryRow? EntryAt(long parent, string name, long seq);

    /// <summary>The newest row of a node: where it stands, or stood last.</summary>
    EntryRow? NewestPlaceOf(long node);

    /// <summary>Whether any row, live or ended, still names the node.</summary>
    bool HasPlace(long node);

    /// <summary>Live entries of a folder in the order of their names, after a name.</summary>
    IReadOnlyList<EntryRow> LiveEntries(long parent, string after, int limit);

    /// <summary>Live entries of a folder in the reverse order of their names, before a name (null: from the last).</summary>
    IReadOnlyList<EntryRow> LiveEntriesBackwards(long parent, string? before, int limit);

    /// <summary>Entries of a folder after a sequence number, in the order of their names.</summary>
    IReadOnlyList<EntryRow> EntriesAt(long parent, long seq, string after, int limit);

    /// <summary>All rows of a folder, ended ones too, by name and then by age; whole names only, but for the last one.</summary>
    IReadOnlyList<EntryRow> AllEntries(long parent, string after, int limit);

    /// <summary>Rows of a folder, ended ones too, that name a node which is not there: only a damaged catalog has some.</summary>
    IReadOnlyList<EntryRow> EntriesWithoutNode(long parent, int limit);

    FolderRow? Folder(long node);

    /// <summary>The newest content of a file: a file has one from the unit that made it.</summary>
    ContentRow? NewestContent(long node);

    ContentRow? ContentAt(long node, long seq);

    ContentRow? ContentOfVersion(long node, long version);

    /// <summary>Newest first, only those before a version.</summary>
    IReadOnlyList<ContentRow> Versions(long node, long before, int limit);

    /// <summary>The extents of a content, in the order of their positions.</summary>
    IReadOnlyList<ExtentRow> Extents(long node, long @base, long version);

    BlobRow? Blob(long id);

    /// <summary>A blob of these bytes that is not condemned.</summary>
    BlobRow? FindBlob(long domain, byte[] sha256, long size);

    byte[]? InlineBytes(long blob);

    bool IsBlobReferenced(long blob);

    /// <summary>The last sequence number that was given out until a time (UTC ticks); 0 when there was none.</summary>
    long SeqAt(long space, long at);

    /// <summary>When a sequence number was given out (UTC ticks), or null when its record is purged.</summary>
    long? TimeOf(long space, long seq);

    IReadOnlyList<ChangeRow> Changes(long space, long afterSeq, int limit);

    /// <summary>Entries of the journal after a number, the oldest first.</summary>
    IReadOnlyList<AuditRow> JournalAfter(long number, int limit);

    /// <summary>Entries of the journal before a number, the newest first.</summary>
    IReadOnlyList<AuditRow> JournalBefore(long number, int limit);

    /// <summary>Rows of the audit, or of the reads, after a number.</summary>
    IReadOnlyList<AuditRow> Audit(bool reads, long after, int limit);

    /// <summary>Streams of the journal that have rows after their last seal, or may have.</summary>
    IReadOnlyList<long> UnsealedStreams();

    SegmentRow? LastSegment(long stream);

    /// <summary>The segment of a stream that follows a number.</summary>
    SegmentRow? SegmentAfter(long stream, long number);

    /// <summary>The last segment of each stream, in the order of the streams.</summary>
    IReadOnlyList<(long Stream, long Number, byte[] Head)> SegmentHeads();

    /// <summary>The first segment of a stream whose rows are kept, with the signature over it; null where nothing was purged.</summary>
    (long First, byte[] Signature)? JournalPurge(long stream);

    /// <summary>The number of the newest entry of the journal; 0 for none.</summary>
    long LastJournalNumber();

    AccountRow? FindAccount(string name);

    AccountRow? GetAccount(long id);

    IReadOnlyList<AccountRow> Accounts();

    IReadOnlyList<CredentialRow> Credentials(long account);

    /// <summary>The token that has this verifier.</summary>
    CredentialRow? FindToken(string verifier);

    /// <summary>The session that has this verifier.</summary>
    CredentialRow? FindSession(string verifier);

    /// <summary>When an account was last signed in to from an address (UTC ticks); null for never, or too long ago to be kept.</summary>
    long? LastSignInFrom(long account, string prefix);

    /// <summary>All e-mail addresses, in their order.</summary>
    IReadOnlyList<AddressRow> Addresses();

    IReadOnlyList<AddressRow> AddressesOf(long account);

    AddressRow? FindAddress(string folded);

    /// <summary>A value that the store keeps for the program.</summary>
    string? StoreValue(string key);

    /// <summary>Spaces that are gone, whose records wait to be removed.</summary>
    IReadOnlyList<long> DeadSpaces(int limit);

    /// <summary>Who an account is; null when there is no such account.</summary>
    PrincipalSet? PrincipalsOf(long account);

    GroupRow? FindGroup(string name);

    GroupRow? GetGroup(long id);

    IReadOnlyList<GroupRow> Groups();

    /// <summary>Accounts and groups that are directly in a group.</summary>
    IReadOnlyList<long> MembersOf(long group);

    /// <summary>Groups that an account or a group is directly in.</summary>
    IReadOnlyList<long> GroupsOf(long member);

    /// <summary>What is granted to a principal, in any space, in the order of the nodes after one.</summary>
    IReadOnlyList<GrantRow> GrantsTo(long principal, long afterNode, int limit);

    /// <summary>All that is granted, in any space, in the order of the nodes.</summary>
    IReadOnlyList<GrantRow> Grants();

    /// <summary>What is granted to a principal on a node itself.</summary>
    Rights GrantOn(long node, long principal);

    /// <summary>All folders that inherit nothing from above.</summary>
    IReadOnlyList<long> Stops();

    /// <summary>All that was said about access in a space.</summary>
    SpaceAcl AclOf(Space space);

    SiteRow? Site(long space);

    IReadOnlyList<SiteRow> Sites();

    /// <summary>The space of the site that has this other name.</summary>
    long? SiteOfAlias(string name);

    IReadOnlyList<string> AliasesOf(long space);

    /// <summary>All other names of sites, with the spaces of the sites.</summary>
    IReadOnlyList<(string Name, long Space)> Aliases();

    /// <summary>Newest first.</summary>
    IReadOnlyList<DeploymentRow> Deployments(long space);

    DeploymentRow? DeploymentOf(long folder);

    /// <summary>Those of all sites.</summary>
    IReadOnlyList<DeploymentRow> AllDeployments();

    /// <summary>Whether a file of the space, of the present or the past, holds the blob.</summary>
    bool IsBlobIn(long blob, long space);

    /// <summary>The space that contents are being uploaded for into a staged folder.</summary>
    long? SpaceOfUpload(long folder);

    /// <summary>An upload in pieces.</summary>
    UploadRow? Upload(long folder);

    /// <summary>Those of an account or a link that are on their way, oldest first.</summary>
    IReadOnlyList<UploadRow> UploadsOf(long account);

    /// <summary>Bytes of all uploads in pieces that will stand in a space.</summary>
    long UploadedBytes(long space);

    /// <summary>What a setting is set to; null where it is not.</summary>
    string? Setting(string name);

    /// <summary>All settings that are set.</summary>
    FrozenDictionary<string, string> Settings();

    /// <summary>The rules of the firewall, by number.</summary>
    IReadOnlyList<FirewallRule> FirewallRules();

    FirewallRule? FirewallRule(long id);

    /// <summary>The rules about exactly this network: one for a protocol at most.</summary>
    IReadOnlyList<FirewallRule> FirewallRulesOf(Network network);

    /// <summary>The bans, those that have ended too.</summary>
    IReadOnlyList<Ban> Bans();

    /// <summary>A link by its number.</summary>
    ShareRow? Share(long id);

    /// <summary>A link by the hash of its secret.</summary>
    ShareRow? FindShare(string verifier);

    /// <summary>All links.</summary>
    IReadOnlyList<ShareRow> Shares();

    /// <summary>The links that an account has made.</summary>
    IReadOnlyList<ShareRow> SharesOf(long account);

    /// <summary>The links to a node.</summary>
    IReadOnlyList<ShareRow> SharesOn(long node);

    /// <summary>A lock by its number; those that have ended are rows too, until they are swept.</summary>
    LockRow? GetLock(long id);

    /// <summary>A lock by its token.</summary>
    LockRow? FindLock(string token);

    /// <summary>The locks on a node itself.</summary>
    IReadOnlyList<LockRow> LocksOn(long node);

    /// <summary>The locks on what is below a place in a space, in the order of their places.</summary>
    IReadOnlyList<LockRow> LocksBelow(long space, string place);

    /// <summary>The locks that an account has made.</summary>
    IReadOnlyList<LockRow> LocksOf(long account);

    /// <summary>Locks in the order of their numbers, after one.</summary>
    IReadOnlyList<LockRow> Locks(long after, int limit);

    /// <summary>Locks that have ended by a time (UTC ticks).</summary>
    IReadOnlyList<LockRow> ExpiredLocks(long until, int limit);

    /// <summary>How many locks an account holds at a time (UTC ticks).</summary>
    long CountLocksOf(long account, long now);

    /// <summary>How many rows of locks a space has.</summary>
    long CountLocksIn(long space);

    /// <summary>What clients keep with a node, by namespace and name.</summary>
    IReadOnlyList<PropertyRow> PropertiesOf(long node);

    /// <summary>The same of the live entries of a folder from one name to another.</summary>
    IReadOnlyList<(string Entry, PropertyRow Property)> PropertiesOfEntries(long folder, string first, string last);

    /// <summary>Nodes that have properties, after one; for scans.</summary>
    IReadOnlyList<long> NodesWithProperties(long after, int limit);

    /// <summary>How many rows of properties a space has.</summary>
    long CountPropertiesIn(long space);

    /// <summary>Ended rows of a space, oldest end first: what the retention purges.</summary>
    IReadOnlyList<EntryRow> EndedEntries(long space, int limit);

    /// <inheritdoc cref="EndedEntries"/>
    IReadOnlyList<ContentRow> EndedContents(long space, int limit);

    /// <summary>Nodes that nothing names any more, waiting to be taken apart.</summary>
    IReadOnlyList<(long Node, long Space)> DeadNodes(int limit);

    /// <summary>Whether a node is waiting to be taken apart.</summary>
    bool IsDead(long node);

    /// <summary>Folders under which a copy is being built, with the time of their beginning (UTC ticks).</summary>
    IReadOnlyList<(long Node, long Space, long Started)> StagedFolders();

    /// <summary>Blobs by number, for scans.</summary>
    IReadOnlyList<BlobRow> Blobs(long after, int limit);

    /// <summary>The highest number of a blob; 0 where there is none.</summary>
    long HighestBlob();

    IReadOnlyList<BlobRow> CondemnedBlobs(long condemnedBefore, int limit);

    /// <summary>Nodes by number, for scans.</summary>
    IReadOnlyList<NodeRow> Nodes(long after, int limit);

    /// <summary>Contents by node and version, for scans.</summary>
    IReadOnlyList<ContentRow> AllContents(long afterNode, long afterVersion, int limit);

    /// <summary>Which files hold a blob, with the version; for messages.</summary>
    IReadOnlyList<(long Node, long Seq)> HoldersOf(long blob, int limit);

    bool HasLocator(string locator);

    /// <summary>What should be counted of a folder, from its entries and what is counted of the folders directly in it.</summary>
    FolderRow ComputeFolder(long node);

    /// <summary>What should be counted as the history of a space.</summary>
    long ComputeHistory(long space);

    CatalogCounts Counts();
}

/// <summary>A node, for scans.</summary>
internal readonly record struct NodeRow(long Id, long Space, NodeKind Kind, FolderRow Folder);

/// <summary>Figures for the status.</summary>
internal readonly record struct CatalogCounts(long Accounts, long Spaces, long Nodes, long LiveBytes, long HistoryBytes, long Blobs, long BlobBytes);
