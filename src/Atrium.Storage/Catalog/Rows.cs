using Atrium.Core.Access;
using Atrium.Core.Accounts;
using Atrium.Core.Guard;
using Atrium.Core.Journal;
using Atrium.Core.Ports;
using Atrium.Core.Repository;
using Atrium.Core.Repository.Locks;
using Atrium.Core.Shares;
using Atrium.Storage.Sqlite;

namespace Atrium.Storage.Catalog;

/// <summary>Columns as rows, in the order in which <see cref="Sql"/> names them.</summary>
internal static class Rows
{
    internal static Space Space(SqliteStatement row) => new()
    {
        Id = row.Long(0),
        Kind = (SpaceKind)row.Int(1),
        Name = row.Text(2),
        Root = row.Long(3),
        Owner = row.Long(4),
        Quota = row.NullableLong(5),
        HistoryCap = row.NullableLong(6),
        Retention = new TimeSpan(row.Long(7)),
        Seq = row.Long(8),
        At = row.Long(9),
        Used = row.Long(10),
        History = row.Long(11),
        Horizon = row.Long(12),
        AccessEpoch = row.Long(13),
        Locks = row.Long(14),
        Properties = row.Long(15),
    };

    internal static EntryRow Entry(SqliteStatement row)
        => new(row.Long(0), row.Long(1), row.Text(2), row.Long(3), (NodeKind)row.Int(4), row.Long(5), row.Long(6));

    internal static FolderRow Folder(SqliteStatement row) => new(row.Long(0), row.Long(1), row.Long(2));

    internal static NodeRow Node(SqliteStatement row)
        => new(row.Long(0), row.Long(1), (NodeKind)row.Int(2), new FolderRow(row.Long(3), row.Long(4), row.Long(5)));

    internal static ContentRow Content(SqliteStatement row) => new(
        row.Long(0), row.Long(1), row.Long(2), row.Long(3), row.Long(4), row.Long(5), row.Text(6), row.Long(7), row.Long(8), row.NullableBytes(9));

    internal static ExtentRow Extent(SqliteStatement row)
        => new(row.Long(0), row.Long(1), row.Long(2), row.Long(3), row.Long(4), row.Long(5));

    internal static BlobRow Blob(SqliteStatement row)
        => new(row.Long(0), row.Long(1), row.Bytes(2), row.Long(3), row.NullableText(4), row.NullableLong(5));

    internal static ChangeRow Change(SqliteStatement row) => new(
        row.Long(0), row.Long(1), row.Int(2), row.Long(3), row.Long(4), row.Text(5), row.NullableText(6), new Guid(row.Bytes(7)),
        (ChangeAction)row.Int(8), row.Long(9), (NodeKind)row.Int(10), row.Text(11), row.NullableText(12), row.Long(13));

    internal static AuditRow Audit(SqliteStatement row) => new(
        row.Long(0), row.Long(1), (JournalKind)row.Int(2), row.Long(3), row.Text(4), row.Text(5), row.NullableText(6), row.Text(7))
    {
        Subject = row.NullableText(8),
        Outcome = row.NullableText(9),
        Detail = row.NullableText(10),
        Rule = row.NullableText(11),
        Before = row.NullableText(12),
        After = row.NullableText(13),
        Count = row.Long(14),
    };

    internal static SegmentRow Segment(SqliteStatement row) => new(row.Long(0), row.Long(1))
    {
        First = row.Long(2),
        Last = row.Long(3),
        Rows = row.Int(4),
        Began = row.Long(5),
        Ended = row.Long(6),
        SealedAt = row.Long(7),
        Previous = row.Bytes(8),
        Manifest = row.NullableBytes(9),
        ManifestHash = row.Bytes(10),
        Head = row.Bytes(11),
        Key = row.Text(12),
        Signature = row.Bytes(13),
    };

    internal static AuditRow JournaledChange(SqliteStatement row) => new(
        row.Long(0), row.Long(1), JournalKind.Change, row.Long(2), "", row.Text(3), row.NullableText(4), ChangeActions.Format((ChangeAction)row.Int(5)))
    {
        Subject = row.Text(6),
        Origin = row.NullableText(7),
    };

    internal static AccountRow Account(SqliteStatement row)
        => new(row.Long(0), row.Text(1), row.Int(2) != 0, row.Int(3) != 0, row.Long(4));

    internal static GroupRow Group(SqliteStatement row) => new(row.Long(0), row.Text(1), row.Long(2));

    internal static GrantRow Grant(SqliteStatement row) => new(row.Long(0), row.Long(1), row.Long(2), (Rights)row.Int(3));

    internal static ShareRow Share(SqliteStatement row) => new(
        row.Long(0), row.Long(1), row.Long(2), row.Long(3), row.Text(4), (ShareKind)row.Int(5), row.NullableText(6), row.Long(7), row.Long(8), row.NullableLong(9),
        row.Long(10));

    internal static SiteRow Site(SqliteStatement row)
        => new(row.Long(0), row.NullableText(1), row.Int(2) != 0, row.Long(3), row.Long(4)) { Options = row.Text(5) };

    internal static DeploymentRow Deployment(SqliteStatement row)
        => new(row.Long(0), row.Long(1), row.Long(2), row.Long(3), row.Long(4), row.Long(5), row.Long(6));

    internal static CredentialRow Credential(SqliteStatement row)
        => new(row.Long(0), row.Long(1), (CredentialKind)row.Int(2), row.Text(3), row.Text(4), row.Long(5))
        {
            Protocols = row.Text(6),
            Scope = (TokenScope)row.Int(7),
            Expires = row.NullableLong(8),
            LastUse = row.NullableLong(9) is { } at ? new UseRow(at, row.NullableText(10), row.Text(11)) : null,
            Agent = row.Text(12),
            Proved = row.Long(13),
        };

    internal static FirewallRule FirewallRule(SqliteStatement row) => new(
        row.Long(0), Network.Parse(row.Text(1)).Value, row.Text(2) is { Length: > 0 } protocol ? protocol : null, (RuleAction)row.Int(3), row.Int(4))
    {
        Expires = row.NullableLong(5) is { } expires ? At(expires) : null,
        Note = row.Text(6),
        Created = At(row.Long(7)),
        Author = row.Text(8),
    };

    internal static Ban Ban(SqliteStatement row)
        => new(Network.Parse(row.Text(0)).Value, (Offence)row.Int(1), At(row.Long(2)), At(row.Long(3)), row.Int(4));

    private static DateTimeOffset At(long ticks) => new(ticks, TimeSpan.Zero);

    internal static UploadRow Upload(SqliteStatement row) => new(
        row.Long(0), row.Long(1), row.Long(2), row.Text(3), row.NullableLong(4), row.Long(5), row.Long(6), row.NullableLong(7), row.NullableText(8), row.Long(9))
    {
        Metadata = row.NullableText(10),
        Secret = row.NullableText(11),
        Finished = row.NullableLong(12),
    };

    internal static LockRow Lock(SqliteStatement row) => new(row.Long(0), row.Text(1), row.Long(2), row.Long(3))
    {
        Account = row.Long(4),
        Credential = row.Long(5),
        Scope = (LockScope)row.Int(6),
        Depth = (LockDepth)row.Int(7),
        Owner = row.Text(8),
        Place = row.Text(9),
        Created = row.Long(10),
        Expires = row.Long(11),
    };

    internal static PropertyRow Property(SqliteStatement row) => Property(row, 0);

    internal static PropertyRow Property(SqliteStatement row, int first)
        => new(row.Long(first), row.Text(first + 1), row.Text(first + 2), row.Long(first + 3), row.Text(first + 4));

    internal static AddressRow Address(SqliteStatement row) => new(row.Text(0), row.Text(1), row.Long(2));
}
