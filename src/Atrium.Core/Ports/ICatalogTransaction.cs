using Atrium.Core.Access;
using Atrium.Core.Accounts;
using Atrium.Core.Guard;
using Atrium.Core.Repository;

namespace Atrium.Core.Ports;

/// <summary>One unit of work over the catalog. A unit decides first and writes then: a refusal after a write costs its batch a second run.</summary>
internal interface ICatalogTransaction : ICatalogReader
{
    /// <summary>Who asked for the unit.</summary>
    Caller Caller { get; }

    /// <summary>A number that was never given out before, and never will be again.</summary>
    long Next(Sequence sequence);

    /// <summary>The space's row, locked: order, quota and counters are decided under it.</summary>
    Space? Lock(long space);

    /// <summary>The sequence number of this unit in a space; the first call gives it out.</summary>
    long Advance(Space space);

    void InsertSpace(Space space);

    /// <summary>Removes a space; what is in it is taken apart by the maintenance.</summary>
    void DeleteSpace(Space space);

    /// <summary>Removes records of a space that is gone; fewer than the limit at the end.</summary>
    int PurgeDeadSpace(long space, int limit);

    void InsertNode(long id, long space, NodeKind kind, long modified);

    void DeleteNode(long id);

    void InsertEntry(EntryRow row);

    void EndEntry(EntryRow row, long toSeq);

    void DeleteEntry(EntryRow row);

    /// <summary>Adds to what is counted of a folder; a time of 0 leaves its own as it is.</summary>
    void AddToFolder(long node, long bytes, long entries, long modified);

    void InsertContent(ContentRow row);

    void EndContent(ContentRow row, long toSeq);

    void DeleteContent(ContentRow row);

    void InsertExtent(ExtentRow row);

    /// <summary>Removes the extents of a file from a base to a version.</summary>
    void DeleteExtents(long node, long @base, long version);

    void InsertBlob(BlobRow row, ReadOnlyMemory<byte> inlineBytes);

    void CondemnBlob(long id, long? at);

    void DeleteBlob(long id);

    /// <summary>Moves a blob to another domain: only a repair does.</summary>
    void SetDomain(long blob, long domain);

    /// <summary>Lets everything that refers to a blob refer to another one of the same bytes: only a repair does.</summary>
    void ReplaceBlob(long blob, long by);

    /// <summary>Writes the record of what this unit did to a node. The ordinal counts up within the unit.</summary>
    void Record(Space space, ChangeAction action, long node, NodeKind kind, NodePath path, NodePath? from);

    /// <summary>Removes the records up to a sequence number, but keeps the last of them: it tells the time of the horizon.</summary>
    int DeleteChanges(long space, long upToSeq, int limit);

    /// <summary>Writes an entry of the journal that is no change.</summary>
    void InsertAudit(AuditRow row);

    /// <summary>Writes a segment, in place of the same that was smaller.</summary>
    void SetSegment(SegmentRow segment);

    /// <summary>Says from which segment on rows are kept, and lets the lists of those before go.</summary>
    void SetJournalPurge(long stream, long first, byte[] signature);

    /// <summary>Removes rows of the audit, or of the reads, before a number; fewer than the limit at the end.</summary>
    int DeleteAudit(bool reads, long before, int limit);

    /// <summary>
    /// Tells the journal what the unit has changed that is no node of the tree. Whatever here writes accounts, credentials, groups, grants,
    /// spaces, sites or settings does it itself; a law test proves it.
    /// </summary>
    /// <param name="action">Words in lower case with dashes.</param>
    /// <param name="subject">What was changed.</param>
    /// <param name="before">Without secrets; null where there was nothing.</param>
    /// <param name="after">Without secrets; null where nothing is left.</param>
    void Administer(string action, string subject, string? before, string? after);

    void InsertAccount(AccountRow row);

    void UpdateAccount(AccountRow row);

    /// <summary>Removes an account with its credentials, addresses, memberships and what was granted to it; it must own no space.</summary>
    void DeleteAccount(long id);

    void InsertCredential(CredentialRow row);

    void DeleteCredential(long id);

    void DeleteCredentials(long account, CredentialKind kind);

    /// <summary>Notes when a credential was last used; who anybody is stays the same.</summary>
    void NoteUse(long credential, UseRow use);

    /// <summary>Notes that the password was given in a session; who anybody is stays the same.</summary>
    void ConfirmCredential(long credential, long at);

    /// <summary>Notes from where an account is used; of each the latest 20 addresses are kept.</summary>
    void NotePlace(long account, string prefix, long at);

    void InsertAddress(AddressRow row);

    void DeleteAddress(string folded);

    void SetStoreValue(string key, string value);

    void InsertGroup(GroupRow row);

    /// <summary>Removes a group with its memberships; spaces that it owns must have got another owner.</summary>
    void DeleteGroup(long id);

    void AddMember(long group, long member);

    void RemoveMember(long group, long member);

    /// <summary>Grants rights on a node, in place of what was granted there; no rights take the grant away.</summary>
    void SetGrant(Space space, long node, long principal, Rights rights);

    /// <summary>Takes away all that is granted to a principal, anywhere.</summary>
    void DeleteGrantsOf(long principal);

    /// <summary>Whether a folder inherits what is granted above it.</summary>
    void SetInheritance(Space space, long node, bool inherits);

    void InsertShare(ShareRow row);

    /// <summary>Removes a link; what is granted to it is taken away apart.</summary>
    void DeleteShare(long id);

    /// <summary>Counts one more download by a link.</summary>
    void CountDownload(long id);

    void InsertLock(LockRow row);

    /// <summary>Lets a lock end at another time (UTC ticks).</summary>
    void ExtendLock(long id, long expires);

    void DeleteLock(LockRow row);

    /// <summary>Sets a property of a node; <paramref name="isThere"/> where it has one of this name.</summary>
    void SetProperty(PropertyRow row, bool isThere);

    void DeleteProperty(PropertyRow row);

    void InsertSite(SiteRow row);

    void UpdateSite(SiteRow row);

    /// <summary>Removes a site with its other names; its space and its deployments stay.</summary>
    void DeleteSite(long space);

    void AddAlias(string name, long space);

    void RemoveAlias(string name);

    void InsertDeployment(DeploymentRow row);

    /// <summary>Removes the record of a folder that can no longer be shown.</summary>
    void DeleteDeployment(long folder);

    /// <summary>A folder that nobody sees, for contents to be uploaded into.</summary>
    void AddUploadFolder(long node, long space, long started);

    /// <summary>Sets a setting; null takes back what was set.</summary>
    void SetSetting(string name, string? value);

    void InsertFirewallRule(FirewallRule rule);

    void DeleteFirewallRule(long id);

    /// <summary>Removes the rules that have ended by a time (UTC ticks).</summary>
    void DeleteExpiredFirewallRules(long now);

    void InsertBan(Ban ban);

    void DeleteBan(Network source);

    void AddDeadNode(long node, long space);

    void RemoveDeadNode(long node);

    void AddStagedFolder(long node, long space, long started);

    /// <summary>Also forgets the upload whose pieces are in it.</summary>
    void RemoveStagedFolder(long node);

    void InsertUpload(UploadRow row);

    /// <summary>Changes what has come of an upload.</summary>
    void UpdateUpload(UploadRow row);

    /// <summary>Forgets uploads that were finished before a time (UTC ticks).</summary>
    void DeleteFinishedUploads(long before);

    /// <summary>Sets what is counted of a folder: only a repair does.</summary>
    void SetFolder(long node, long bytes, long entries);
}
