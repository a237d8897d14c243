namespace Atrium.Storage.Catalog;

/// <summary>
/// All questions and changes, in words that SQLite and PostgreSQL both understand: numbered parameters in the order of
/// their first use, no functions but count, sum, min, max, coalesce. What differs (types, partial indexes, tables without a row
/// id, how a transaction begins) is in the schema and in the connection.
/// </summary>
internal static partial class Sql
{
    // The literal lets the partial indexes be used.
    private const string Live = "9223372036854775807";

    private const string SpaceColumns =
        "id, kind, name, root, owner, quota, history_cap, retention, seq, at, used, history, horizon, access_epoch, locks, properties";

    private const string EntryColumns = "space, parent, name, node, kind, from_seq, to_seq";
    private const string LiveColumns = $"space, parent, name, node, kind, from_seq, {Live} as to_seq";
    private const string ContentColumns = "space, node, version, to_seq, base, size, media_type, modified, author, sha256";
    private const string BlobColumns = "id, domain, sha256, size, locator, condemned_at";
    private const string ChangeColumns = "space, seq, ordinal, at, account, protocol, peer, unit, action, node, kind, path, origin, number";

    // Spaces
    internal const string FindSpace = $"select {SpaceColumns} from space where kind = $1 and name = $2";
    internal const string GetSpace = $"select {SpaceColumns} from space where id = $1";
    internal const string Spaces = $"select {SpaceColumns} from space order by kind, name";
    internal const string SpacesOf = $"select {SpaceColumns} from space where owner = $1";
    internal const string InsertSpace = $"insert into space ({SpaceColumns}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)";
    internal const string DeleteSpace = "delete from space where id = $1";
    internal const string DeadSpaces = "select space from dead_space order by space limit $1";
    internal const string AddDeadSpace = "insert into dead_space (space) values ($1)";
    internal const string RemoveDeadSpace = "delete from dead_space where space = $1";
    internal const string ChangesOfSpace = "select seq, ordinal from change where space = $1 order by seq, ordinal limit $2";
    internal const string DeleteRecentChangesOf = "delete from change_recent where space = $1";
    internal const string UpdateSpace =
        "update space set owner = $1, quota = $2, history_cap = $3, retention = $4, seq = $5, at = $6, used = $7, history = $8, horizon = $9, access_epoch = $10, locks = $11, properties = $12 where id = $13";

    // Entries: the present in one table, the past in another
    internal const string LiveEntry = $"select {LiveColumns} from entry where parent = $1 and name = $2";
    internal const string NewestPastEntry = $"select {EntryColumns} from entry_past where parent = $1 and name = $2 order by from_seq desc limit 1";
    internal const string PastEntryAt =
        $"select {EntryColumns} from entry_past where parent = $1 and name = $2 and from_seq <= $3 order by from_seq desc limit 1";
    internal const string LivePlaceOf = $"select {LiveColumns} from entry where node = $1";
    internal const string NewestPastPlaceOf = $"select {EntryColumns} from entry_past where node = $1 order by from_seq desc limit 1";
    internal const string LiveEntries = $"select {LiveColumns} from entry where parent = $1 and name > $2 order by name limit $3";
    internal const string LiveEntriesFromLast = $"select {LiveColumns} from entry where parent = $1 order by name desc limit $2";
    internal const string LiveEntriesBackwards =
        $"select {LiveColumns} from entry where parent = $1 and name < $2 order by name desc limit $3";
    internal const string EntriesAt =
        $"""
        select {LiveColumns} from entry where parent = $1 and name > $2 and from_seq <= $3
        union all
        select {EntryColumns} from entry_past where parent = $1 and name > $2 and from_seq <= $3 and to_seq > $3
        order by name limit $4
        """;
    internal const string AllEntries =
        $"""
        select {LiveColumns} from entry where parent = $1 and name > $2
        union all
        select {EntryColumns} from entry_past where parent = $1 and name > $2
        order by name, from_seq limit $3
        """;
    internal const string EntriesWithoutNode =
        $"""
        select {LiveColumns} from entry where parent = $1 and not exists (select 1 from node where node.id = entry.node)
        union all
        select {EntryColumns} from entry_past where parent = $1 and not exists (select 1 from node where node.id = entry_past.node)
        limit $2
        """;
    internal const string EndedEntries = $"select {EntryColumns} from entry_past where space = $1 order by to_seq limit $2";
    internal const string InsertEntry =
        "insert into entry (space, parent, name, folded, node, kind, from_seq) values ($1, $2, $3, $4, $5, $6, $7)";
    internal const string InsertPastEntry = $"insert into entry_past ({EntryColumns}) values ($1, $2, $3, $4, $5, $6, $7)";
    internal const string DeleteEntry = "delete from entry where parent = $1 and name = $2";
    internal const string DeletePastEntry = "delete from entry_past where parent = $1 and name = $2 and from_seq = $3";

    // Nodes
    internal const string Folder = "select bytes, entries, modified from node where id = $1 and kind = 0";
    internal const string Nodes = "select id, space, kind, bytes, entries, modified from node where id > $1 order by id limit $2";
    internal const string InsertNode = "insert into node (id, space, kind, bytes, entries, modified) values ($1, $2, $3, 0, 0, $4)";
    internal const string DeleteNode = "delete from node where id = $1";
    internal const string AddToFolder =
        "update node set bytes = bytes + $1, entries = entries + $2, modified = case when modified < $3 then $3 else modified end where id = $4";
    internal const string SetFolder = "update node set bytes = $1, entries = $2 where id = $3";
    internal const string ComputeFolder =
        $"""
        select coalesce(sum(case when e.kind = 0 then n.bytes
                 else (select c.size from content c where c.node = e.node and c.to_seq = {Live}) end), 0), count(*)
        from entry e join node n on n.id = e.node
        where e.parent = $1
        """;

    // Contents
    internal const string NewestContent = $"select {ContentColumns} from content where node = $1 order by version desc limit 1";
    internal const string ContentAt =
        $"select {ContentColumns} from content where node = $1 and version <= $2 order by version desc limit 1";
    internal const string ContentOfVersion = $"select {ContentColumns} from content where node = $1 and version = $2";
    internal const string Versions = $"select {ContentColumns} from content where node = $1 and version < $2 order by version desc limit $3";
    internal const string EndedContents =
        $"select {ContentColumns} from content where space = $1 and to_seq < {Live} order by to_seq limit $2";
    internal const string AllContents =
        $"select {ContentColumns} from content where (node, version) > ($1, $2) order by node, version limit $3";
    internal const string InsertContent = $"insert into content ({ContentColumns}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    internal const string EndContent = "update content set to_seq = $1 where node = $2 and version = $3";
    internal const string DeleteContent = "delete from content where node = $1 and version = $2";

    /// <summary>What was replaced (its bytes do not live on in the next version), and what stands nowhere any more.</summary>
    internal const string ComputeHistory =
        $"""
        select
          (select coalesce(sum(c.size), 0) from content c where c.space = $1 and c.to_seq < {Live}
             and not exists (select 1 from content n where n.node = c.node and n.version = c.to_seq and n.base = c.base))
        + (select coalesce(sum(case when e.kind = 0 then n.bytes
             else (select c.size from content c where c.node = e.node and c.to_seq = {Live}) end), 0)
           from entry_past e join node n on n.id = e.node
           where e.space = $1
             and not exists (select 1 from entry o where o.node = e.node)
             and not exists (select 1 from entry_past o where o.node = e.node and o.from_seq >= e.to_seq))
        """;

    // Extents and blobs
    internal const string Extents =
        "select node, seq, position, blob, start, length from extent where node = $1 and seq >= $2 and seq <= $3 order by seq, position";
    internal const string InsertExtent = "insert into extent (node, seq, position, blob, start, length) values ($1, $2, $3, $4, $5, $6)";
    internal const string DeleteExtents = "delete from extent where node = $1 and seq >= $2 and seq <= $3";
    internal const string HoldersOf = "select node, seq from extent where blob = $1 limit $2";
    internal const string IsBlobReferenced = "select 1 from extent where blob = $1 limit 1";
    internal const string GetBlob = $"select {BlobColumns} from blob where id = $1";
    internal const string FindBlob =
        $"select {BlobColumns} from blob where domain = $1 and sha256 = $2 and size = $3 and condemned_at is null and size >= 8192 limit 1";
    internal const string Blobs = $"select {BlobColumns} from blob where id > $1 order by id limit $2";
    internal const string CondemnedBlobs =
        $"select {BlobColumns} from blob where condemned_at is not null and condemned_at < $1 order by condemned_at limit $2";
    internal const string HasLocator = "select 1 from blob where locator = $1";
    internal const string InlineBytes = "select bytes from blob_inline where blob = $1";
    internal const string InsertBlob =
        "insert into blob (id, domain, sha256, size, locator, key_id, condemned_at) values ($1, $2, $3, $4, $5, 0, null)";
    internal const string InsertInline = "insert into blob_inline (blob, bytes) values ($1, $2)";
    internal const string HighestBlob = "select coalesce(max(id), 0) from blob";

    internal const string CondemnBlob = "update blob set condemned_at = $1 where id = $2";
    internal const string SetDomain = "update blob set domain = $1 where id = $2";
    internal const string ReplaceBlob = "update extent set blob = $1 where blob = $2";
    internal const string DeleteBlob = "delete from blob where id = $1";
    internal const string DeleteInline = "delete from blob_inline where blob = $1";

    // Changes
    internal const string Changes =
        $"""
        select {ChangeColumns} from change where space = $1 and seq > $2
        union all
        select {ChangeColumns} from change_recent where space = $1 and seq > $2
        order by seq, ordinal limit $3
        """;
    internal const string ChangeFrom = "select seq, at from change where space = $1 and seq >= $2 order by seq limit 1";
    internal const string RecentChangeFrom = "select seq, at from change_recent where space = $1 and seq >= $2 order by seq limit 1";
    internal const string ChangeUpTo = "select seq, at from change where space = $1 and seq <= $2 order by seq desc limit 1";
    internal const string RecentChangeUpTo = "select seq, at from change_recent where space = $1 and seq <= $2 order by seq desc limit 1";
    internal const string InsertChange =
        $"insert into change_recent ({ChangeColumns}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";
    internal const string CountRecentChanges = "select count(*) from change_recent";
    internal const string SettleChanges =
        $"insert into change ({ChangeColumns}) select {ChangeColumns} from change_recent order by space, seq, ordinal";
    internal const string ClearRecentChanges = "delete from change_recent";
    internal const string OldChanges = "select seq, ordinal from change where space = $1 and seq < $2 order by seq, ordinal limit $3";
    internal const string DeleteOldRecentChanges = "delete from change_recent where space = $1 and seq < $2";
    internal const string DeleteChange = "delete from change where space = $1 and seq = $2 and ordinal = $3";

    // The journal: what is not a change in two tables, for what is kept for long and what is not; changes by their numbers
    private const string AuditColumns =
        "number, at, kind, account, name, protocol, peer, action, subject, outcome, detail, rule, old, new, count";
    private const string JournaledChange = "number, at, account, protocol, peer, action, path, origin";
    internal const string InsertAudit = $"insert into audit ({AuditColumns}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)";
    internal const string InsertRead = $"insert into audit_read ({AuditColumns}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)";
    internal const string AuditAfter = $"select {AuditColumns} from audit where number > $1 order by number limit $2";
    internal const string ReadsAfter = $"select {AuditColumns} from audit_read where number > $1 order by number limit $2";
    internal const string ChangesAfter = $"select {JournaledChange} from change where number > $1 order by number limit $2";
    internal const string RecentChangesAfter = $"select {JournaledChange} from change_recent where number > $1 order by number limit $2";
    internal const string AuditBefore = $"select {AuditColumns} from audit where number < $1 order by number desc limit $2";
    internal const string ReadsBefore = $"select {AuditColumns} from audit_read where number < $1 order by number desc limit $2";
    internal const string ChangesBefore = $"select {JournaledChange} from change where number < $1 order by number desc limit $2";
    internal const string RecentChangesBefore = $"select {JournaledChange} from change_recent where number < $1 order by number desc limit $2";

    internal const string OldAudit = "select number from audit where number < $1 order by number limit $2";
    internal const string OldReads = "select number from audit_read where number < $1 order by number limit $2";
    internal const string DeleteAudit = "delete from audit where number = $1";
    internal const string DeleteRead = "delete from audit_read where number = $1";

    // Seals
    private const string SegmentColumns =
        "stream, number, first, last, rows, began, ended, sealed_at, previous, manifest, manifest_hash, head, key, signature";
    internal const string UnsealedStreams =
        """
        select id from space where seq > coalesce((select max(last) from journal_segment where stream = space.id), 0)
        union all
        select -1 where (select coalesce(max(number), 0) from audit) > coalesce((select max(last) from journal_segment where stream = -1), 0)
        union all
        select -2 where (select coalesce(max(number), 0) from audit_read) > coalesce((select max(last) from journal_segment where stream = -2), 0)
        """;
    internal const string LastSegment = $"select {SegmentColumns} from journal_segment where stream = $1 order by number desc limit 1";
    internal const string SegmentAfter = $"select {SegmentColumns} from journal_segment where stream = $1 and number > $2 order by number limit 1";

    /// <summary>From one stream to the next: segments are kept for ever, and only the last ones are looked at.</summary>
    internal const string SegmentHeads =
        """
        with recursive streams(stream) as (
          select min(stream) from journal_segment
          union all
          select (select min(stream) from journal_segment where stream > streams.stream) from streams where streams.stream is not null)
        select s.stream, s.number, s.head from streams
        join journal_segment s on s.stream = streams.stream and s.number = (select max(number) from journal_segment o where o.stream = streams.stream)
        order by s.stream
        """;

    internal const string SetSegment =
        $"""
        insert into journal_segment ({SegmentColumns}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
        on conflict (stream, number) do update set last = excluded.last, rows = excluded.rows, ended = excluded.ended, sealed_at = excluded.sealed_at,
          manifest = excluded.manifest, manifest_hash = excluded.manifest_hash, head = excluded.head, signature = excluded.signature
        """;
    internal const string JournalPurge = "select first, signature from journal_purge where stream = $1";
    internal const string SetJournalPurge =
        "insert into journal_purge (stream, first, signature) values ($1, $2, $3) on conflict (stream) do update set first = excluded.first, signature = excluded.signature";
    internal const string DropManifests = "update journal_segment set manifest = null where stream = $1 and number < $2 and manifest is not null";

    // Accounts
    private const string AccountColumns = "id, name, administrator, disabled, created";
    internal const string FindAccount = $"select {AccountColumns} from account where name = $1";
    internal const string GetAccount = $"select {AccountColumns} from account where id = $1";
    internal const string Accounts = $"select {AccountColumns} from account order by id";
    internal const string InsertAccount = $"insert into account ({AccountColumns}) values ($1, $2, $3, $4, $5)";
    internal const string UpdateAccount = "update account set name = $1, administrator = $2, disabled = $3 where id = $4";
    internal const string DeleteAccount = "delete from account where id = $1";
    private const string CredentialColumns =
        "id, account, kind, label, verifier, created, protocols, scope, expires, used_at, used_from, used_by, agent, proved_at";
    internal const string Credentials = $"select {CredentialColumns} from credential where account = $1 order by id";
    internal const string GetCredential = $"select {CredentialColumns} from credential where id = $1";
    internal const string FindToken = $"select {CredentialColumns} from credential where kind = 2 and verifier = $1";
    internal const string FindSession = $"select {CredentialColumns} from credential where kind = 3 and verifier = $1";
    internal const string ConfirmCredential = "update credential set proved_at = $1 where id = $2";
    internal const string InsertCredential =
        $"insert into credential ({CredentialColumns}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, null, null, null, $10, $11)";
    internal const string DeleteCredential = "delete from credential where id = $1";
    internal const string DeleteCredentialsOf = "delete from credential where account = $1";
    internal const string NoteUse = "update credential set used_at = $1, used_from = $2, used_by = $3 where id = $4";
    internal const string LastSignInFrom = "select at from sign_in_place where account = $1 and prefix = $2";
    internal const string NotePlace =
        "insert into sign_in_place (account, prefix, at) values ($1, $2, $3) on conflict (account, prefix) do update set at = excluded.at";
    // Twenty: the places of a person who travels; who has more of them is known by his latest.
    internal const string DropOldPlaces =
        """
        delete from sign_in_place where account = $1 and prefix in (
          select prefix from sign_in_place where account = $1 order by at desc limit -1 offset 20)
        """;
    internal const string DeletePlacesOf = "delete from sign_in_place where account = $1";
    private const string AddressColumns = "folded, address, account";
    internal const string Addresses = $"select {AddressColumns} from account_address order by folded";
    internal const string AddressesOf = $"select {AddressColumns} from account_address where account = $1 order by folded";
    internal const string FindAddress = $"select {AddressColumns} from account_address where folded = $1";
    internal const string InsertAddress = $"insert into account_address ({AddressColumns}) values ($1, $2, $3)";
    internal const string DeleteAddress = "delete from account_address where folded = $1";
    internal const string DeleteAddressesOf = "delete from account_address where account = $1";
    internal const string DeleteCredentials = "delete from credential where account = $1 and kind = $2";

    // Groups
    private const string GroupColumns = "id, name, created";
    internal const string FindGroup = $"select {GroupColumns} from account_group where name = $1";
    internal const string GetGroup = $"select {GroupColumns} from account_group where id = $1";
    internal const string Groups = $"select {GroupColumns} from account_group order by name";
    internal const string InsertGroup = $"insert into account_group ({GroupColumns}) values ($1, $2, $3)";
    internal const string DeleteGroup = "delete from account_group where id = $1";
    internal const string MembersOf = "select member from membership where member_of = $1 order by member";
    internal const string GroupsOf = "select member_of from membership where member = $1 order by member_of";
    internal const string Nesting = "select m.member, m.member_of from account_group g join membership m on m.member = g.id order by m.member";
    internal const string AddMember = "insert into membership (member_of, member) values ($1, $2) on conflict do nothing";
    internal const string RemoveMember = "delete from membership where member_of = $1 and member = $2";
    internal const string RemoveMemberships = "delete from membership where member_of = $1 or member = $1";

    // Access
    private const string GrantColumns = "node, principal, space, rights";
    internal const string GrantsIn = $"select {GrantColumns} from access_grant where space = $1 order by node";
    internal const string Grants = $"select {GrantColumns} from access_grant order by node, principal";
    internal const string GrantOn = "select rights from access_grant where node = $1 and principal = $2";
    internal const string GrantsTo = $"select {GrantColumns} from access_grant where principal = $1 and node > $2 order by node limit $3";
    internal const string StopsIn = "select node from access_stop where space = $1";
    internal const string Stops = "select node from access_stop order by node";
    internal const string SetGrant =
        $"insert into access_grant ({GrantColumns}) values ($1, $2, $3, $4) on conflict (node, principal) do update set rights = excluded.rights";
    internal const string RightsOf = "select rights from access_grant where node = $1 and principal = $2";
    internal const string GrantsOfIn = "select node, rights from access_grant where principal = $1 and space = $2 order by node";
    internal const string DeleteGrant = "delete from access_grant where node = $1 and principal = $2";
    internal const string SpacesOfGrants = "select distinct space from access_grant where principal = $1";
    internal const string DeleteGrantsOf = "delete from access_grant where principal = $1";
    internal const string DeleteGrantsOn = "delete from access_grant where node = $1";
    internal const string AddStop = "insert into access_stop (node, space) values ($1, $2) on conflict do nothing";
    internal const string DeleteStop = "delete from access_stop where node = $1";

    // Links
    private const string ShareColumns = "id, space, node, account, verifier, kind, password, created, expires, max_downloads, downloads";
    internal const string Share = $"select {ShareColumns} from share_link where id = $1";
    internal const string FindShare = $"select {ShareColumns} from share_link where verifier = $1";
    internal const string Shares = $"select {ShareColumns} from share_link order by id";
    internal const string SharesOf = $"select {ShareColumns} from share_link where account = $1 order by id";
    internal const string SharesOn = $"select {ShareColumns} from share_link where node = $1 order by id";
    internal const string InsertShare = $"insert into share_link ({ShareColumns}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    internal const string DeleteShare = "delete from share_link where id = $1";
    internal const string DeleteSharesOn = "delete from share_link where node = $1";
    internal const string CountDownload = "update share_link set downloads = downloads + 1 where id = $1";

    // Sites
    private const string SiteColumns = "space, proxy, cleartext, created, deployments, options";
    private const string DeploymentColumns = "space, number, folder, at, account, files, bytes";
    internal const string Site = $"select {SiteColumns} from site where space = $1";
    internal const string Sites = $"select {SiteColumns} from site order by space";
    internal const string InsertSite = $"insert into site ({SiteColumns}) values ($1, $2, $3, $4, $5, $6)";
    internal const string UpdateSite = "update site set proxy = $1, cleartext = $2, deployments = $3, options = $4 where space = $5";
    internal const string DeleteSite = "delete from site where space = $1";
    internal const string SiteOfAlias = "select space from site_alias where name = $1";
    internal const string AliasesOf = "select name from site_alias where space = $1 order by name";
    internal const string AddAlias = "insert into site_alias (name, space) values ($1, $2)";
    internal const string RemoveAlias = "delete from site_alias where name = $1";
    internal const string RemoveAliases = "delete from site_alias where space = $1";
    internal const string Deployments = $"select {DeploymentColumns} from deployment where space = $1 order by number desc";
    internal const string Aliases = "select name, space from site_alias order by name";
    internal const string AllDeployments = $"select {DeploymentColumns} from deployment order by space, number";
    internal const string DeploymentOf = $"select {DeploymentColumns} from deployment where folder = $1";
    internal const string InsertDeployment = $"insert into deployment ({DeploymentColumns}) values ($1, $2, $3, $4, $5, $6, $7)";
    internal const string DeleteDeployment = "delete from deployment where folder = $1";
    internal const string IsBlobIn = "select 1 from extent e join node n on n.id = e.node where e.blob = $1 and n.space = $2 limit 1";
    internal const string SpaceOfUpload = "select space from staged_folder where node = $1 and purpose = 1";
    internal const string AddUploadFolder = "insert into staged_folder (node, space, started, purpose) values ($1, $2, $3, 1)";

    // Firewall
    private const string FirewallRuleColumns = "id, network, protocol, action, position, expires, note, created, author";
    private const string BanColumns = "source, offence, since, until, times";
    internal const string FirewallRules = $"select {FirewallRuleColumns} from firewall_rule order by id";
    internal const string FirewallRule = $"select {FirewallRuleColumns} from firewall_rule where id = $1";
    internal const string FirewallRulesOf = $"select {FirewallRuleColumns} from firewall_rule where network = $1";
    internal const string InsertFirewallRule = $"insert into firewall_rule ({FirewallRuleColumns}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    internal const string DeleteFirewallRule = "delete from firewall_rule where id = $1";
    internal const string DeleteExpiredFirewallRules = "delete from firewall_rule where expires <= $1";
    internal const string Bans = $"select {BanColumns} from firewall_ban";
    internal const string InsertBan = $"insert into firewall_ban ({BanColumns}) values ($1, $2, $3, $4, $5)";
    internal const string DeleteBan = "delete from firewall_ban where source = $1";

    // Settings
    internal const string GetSetting = "select value from setting where name = $1";
    internal const string Settings = "select name, value from setting";
    internal const string SetSetting = "insert into setting (name, value) values ($1, $2) on conflict (name) do update set value = excluded.value";
    internal const string DeleteSetting = "delete from setting where name = $1";

    // Maintenance
    internal const string DeadNodes = "select node, space from dead_node order by node limit $1";
    internal const string IsDead = "select 1 from dead_node where node = $1";
    internal const string AddDeadNode = "insert into dead_node (node, space) values ($1, $2) on conflict do nothing";
    internal const string RemoveDeadNode = "delete from dead_node where node = $1";
    internal const string StagedFolders = "select node, space, started from staged_folder order by node";
    internal const string AddStagedFolder = "insert into staged_folder (node, space, started) values ($1, $2, $3)";
    internal const string RemoveStagedFolder = "delete from staged_folder where node = $1";
    internal const string Upload = $"select {UploadColumns} from upload where folder = $1";
    internal const string UploadsOf = $"select {UploadColumns} from upload where account = $1 and finished is null order by folder";
    internal const string UploadedBytes = "select coalesce(sum(received), 0) from upload where space = $1 and finished is null";
    internal const string InsertUpload = $"insert into upload ({UploadColumns}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    internal const string UpdateUpload = "update upload set size = $1, received = $2, pieces = $3, touched = $4 where folder = $5";
    internal const string DeleteFinishedUploads = "delete from upload where finished < $1";
    internal const string DeleteUpload = "delete from upload where folder = $1";
    private const string UploadColumns = "folder, space, account, path, size, received, pieces, modified, media_type, touched, metadata, secret, finished";
    internal const string Counts =
        """
        select (select count(*) from account), (select count(*) from space), (select count(*) from node),
               (select coalesce(sum(used), 0) from space), (select coalesce(sum(history), 0) from space),
               (select count(*) from blob), (select coalesce(sum(size), 0) from blob)
        """;

    // The store itself
    internal const string GetStoreValue = "select value from store where key = $1";
    internal const string SetStoreValue = "insert into store (key, value) values ($1, $2) on conflict (key) do update set value = excluded.value";
    internal const string PrincipalsVersion = "select next from sequence where name = -1";
    internal const string RaisePrincipalsVersion =
        "insert into sequence (name, next) values (-1, 1) on conflict (name) do update set next = sequence.next + 1";
    internal const string NestingVersion = "select next from sequence where name = -2";
    internal const string RaiseNestingVersion =
        "insert into sequence (name, next) values (-2, 1) on conflict (name) do update set next = sequence.next + 1";
    internal const string GetSequence = "select next from sequence where name = $1";
    internal const string SetSequence =
        "insert into sequence (name, next) values ($1, $2) on conflict (name) do update set next = excluded.next";
}
