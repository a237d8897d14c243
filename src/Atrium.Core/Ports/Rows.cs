using Atrium.Core.Access;
using Atrium.Core.Accounts;
using Atrium.Core.Journal;
using Atrium.Core.Repository;
using Atrium.Core.Shares;

namespace Atrium.Core.Ports;

/// <summary>Constants that the rows share.</summary>
internal static class Row
{
    /// <summary>The <c>to_seq</c> of a row that has not ended.</summary>
    internal const long Live = long.MaxValue;
}

/// <summary>
/// A space. Inside a unit it is the locked row itself: what a unit changes here is written when its batch is, and taken
/// back when the unit is refused.
/// </summary>
internal sealed class Space
{
    internal required long Id { get; init; }

    internal required SpaceKind Kind { get; init; }

    internal required string Name { get; init; }

    /// <summary>The node of its own folder.</summary>
    internal required long Root { get; init; }

    internal long Owner { get; set; }

    internal long? Quota { get; set; }

    internal long? HistoryCap { get; set; }

    internal TimeSpan Retention { get; set; }

    /// <summary>The last sequence number that was given out.</summary>
    internal long Seq { get; set; }

    /// <summary>UTC ticks of the last change; time never runs backwards within a space.</summary>
    internal long At { get; set; }

    internal long Used { get; set; }

    internal long History { get; set; }

    /// <summary>The earliest sequence number whose state is still complete.</summary>
    internal long Horizon { get; set; }

    /// <summary>Rises with everything that is said about access in the space.</summary>
    internal long AccessEpoch { get; set; }

    /// <summary>Rows of locks in it, those that have ended but are not swept yet among them: where there are none, nobody looks for one.</summary>
    internal long Locks { get; set; }

    /// <summary>Rows of properties that clients keep with its nodes.</summary>
    internal long Properties { get; set; }

    internal NodePath Path => NodePath.Root.TrustedChild(Kind.FolderName()).TrustedChild(Name);

    /// <summary>The history that is allowed: its own cap, else as much again as the quota, else no limit.</summary>
    internal long? EffectiveHistoryCap => HistoryCap ?? Quota;

    internal Space Clone() => (Space)MemberwiseClone();

    internal bool HasStateOf(Space other)
        => (Owner, Quota, HistoryCap, Retention, AccessEpoch) == (other.Owner, other.Quota, other.HistoryCap, other.Retention, other.AccessEpoch)
            && (Seq, At, Used, History, Horizon) == (other.Seq, other.At, other.Used, other.History, other.Horizon)
            && (Locks, Properties) == (other.Locks, other.Properties);

    internal void CopyFrom(Space other)
    {
        (Owner, Quota, HistoryCap, Retention, AccessEpoch) = (other.Owner, other.Quota, other.HistoryCap, other.Retention, other.AccessEpoch);
        (Seq, At, Used, History, Horizon) = (other.Seq, other.At, other.Used, other.History, other.Horizon);
        (Locks, Properties) = (other.Locks, other.Properties);
    }
}

/// <summary>Where a node stands, or stood.</summary>
internal readonly record struct EntryRow(
    long Space, long Parent, string Name, long Node, NodeKind Kind, long FromSeq, long ToSeq)
{
    internal bool IsLive => ToSeq == Row.Live;

    internal bool IsVisibleAt(long seq) => FromSeq <= seq && seq < ToSeq;
}

/// <summary>What is counted of a folder while it lives.</summary>
/// <param name="Bytes">Of all live files below it.</param>
/// <param name="Entries">Directly in it.</param>
/// <param name="Modified">UTC ticks of the last change directly in it.</param>
internal readonly record struct FolderRow(long Bytes, long Entries, long Modified);

/// <summary>
/// What a file holds. Its bytes are the extents with <c>Base &lt;= seq &lt;= Version</c>: appending keeps the base and adds
/// one extent, so that a file written by a thousand appends has a thousand extents, not half a million.
/// </summary>
internal sealed record ContentRow(
    long Space, long Node, long Version, long ToSeq, long Base, long Size, string MediaType, long Modified, long Author, byte[]? Sha256)
{
    internal bool IsLive => ToSeq == Row.Live;
}

/// <summary>A piece of a file: <c>Length</c> bytes of a blob from <c>Offset</c> on, at <c>Position</c> of the file.</summary>
internal readonly record struct ExtentRow(long Node, long Seq, long Position, long Blob, long Offset, long Length);

/// <summary>Bytes that are written once. Without a locator they are inline in the catalog.</summary>
internal sealed record BlobRow(long Id, long Domain, byte[] Sha256, long Size, string? Locator, long? CondemnedAt)
{
    // Far below all numbers of owners, which are above -1024.
    private const long Apart = long.MinValue + 1024;

    /// <summary>True for one whose bytes were found damaged: the same bytes, stored again, are a new blob.</summary>
    internal bool IsSetApart => Domain < Apart / 2;

    /// <summary>The domain in which nobody looks for this blob any more.</summary>
    internal long DomainApart => IsSetApart ? Domain : Domain + Apart;

    /// <summary>The domain in which it was stored.</summary>
    internal long HomeDomain => IsSetApart ? Domain - Apart : Domain;
}

/// <summary>A change, written in the unit that made it.</summary>
internal sealed record ChangeRow(
    long Space, long Seq, int Ordinal, long At, long Account, string Protocol, string? Peer, Guid Unit, ChangeAction Action, long Node,
    NodeKind Kind, string Path, string? From, long Number);

/// <summary>A part of a stream of the journal, sealed.</summary>
/// <param name="Stream">A space, or one of <see cref="Journal.Sealing.Segments"/>.</param>
/// <param name="Number">From 1, without gaps.</param>
internal sealed record SegmentRow(long Stream, long Number)
{
    /// <summary>The sequence numbers, or numbers, of its first and its last row.</summary>
    internal required long First { get; init; }

    /// <inheritdoc cref="First"/>
    internal required long Last { get; init; }

    internal required int Rows { get; init; }

    /// <summary>UTC ticks of its first and its last row.</summary>
    internal required long Began { get; init; }

    /// <inheritdoc cref="Began"/>
    internal required long Ended { get; init; }

    internal required long SealedAt { get; init; }

    /// <summary>The head of the segment before it; empty for the first.</summary>
    internal required byte[] Previous { get; init; }

    /// <summary>Null when its rows are purged.</summary>
    internal byte[]? Manifest { get; init; }

    internal required byte[] ManifestHash { get; init; }

    internal byte[] Head { get; init; } = [];

    /// <summary>Which key has signed it.</summary>
    internal required string Key { get; init; }

    internal byte[] Signature { get; init; } = [];
}

/// <summary>An entry of the journal: of all but changes written as it is, of a change made of its record.</summary>
/// <param name="Number">One numbering for changes and all else.</param>
/// <param name="At">UTC ticks.</param>
/// <param name="Kind">What it tells of.</param>
/// <param name="Account">Who.</param>
/// <param name="Name">As he was called; empty where the account's name tells it.</param>
/// <param name="Protocol">By which protocol.</param>
/// <param name="Peer">From where.</param>
/// <param name="Action">What.</param>
internal sealed record AuditRow(long Number, long At, JournalKind Kind, long Account, string Name, string Protocol, string? Peer, string Action)
{
    internal string? Subject { get; init; }

    /// <summary>Of a move: from where.</summary>
    internal string? Origin { get; init; }

    /// <summary>Why it was not done, as a word; null for what was done.</summary>
    internal string? Outcome { get; init; }

    internal string? Detail { get; init; }

    internal string? Rule { get; init; }

    internal string? Before { get; init; }

    internal string? After { get; init; }

    internal long Count { get; init; } = 1;
}

/// <summary>An account.</summary>
internal sealed record AccountRow(long Id, string Name, bool IsAdministrator, bool IsDisabled, long Created);

/// <summary>A group of accounts and of other groups.</summary>
internal sealed record GroupRow(long Id, string Name, long Created);

/// <summary>Rights on a node for an account, a group, everyone or anyone.</summary>
internal readonly record struct GrantRow(long Node, long Principal, long Space, Rights Rights);

/// <summary>What is served under a host name: of files, or passed on to an application.</summary>
/// <param name="Space">/sites/HOST.</param>
/// <param name="Proxy">The application's address; null for files.</param>
/// <param name="AllowsClearText">Served without TLS too.</param>
/// <param name="Created">UTC ticks.</param>
/// <param name="LastDeployment">The number that was given out last.</param>
internal sealed record SiteRow(long Space, string? Proxy, bool AllowsClearText, long Created, long LastDeployment)
{
    /// <summary>How it is served, as <see cref="Sites.Options.SiteOptions.Save"/> writes it.</summary>
    internal string Options { get; init; } = "";
}

/// <summary>A folder that was deployed.</summary>
internal sealed record DeploymentRow(long Space, long Number, long Folder, long At, long Account, long Files, long Bytes);

/// <summary>A file that comes in pieces.</summary>
/// <param name="Folder">A folder that nobody sees, with a file for each piece; also the upload's own number.</param>
/// <param name="Space">Where it will stand, and whose quota counts.</param>
/// <param name="Account">Who sends it: an account, or the number of the link that it comes by.</param>
/// <param name="Path">Where it will stand, or stands.</param>
/// <param name="Size">Of the whole; null when it was not said.</param>
/// <param name="Received">Bytes that are there.</param>
/// <param name="Pieces">How many they came in.</param>
/// <param name="Modified">UTC ticks, of the file.</param>
/// <param name="MediaType">RFC 6838; null for that of the name.</param>
/// <param name="Touched">UTC ticks of the last piece.</param>
internal sealed record UploadRow(
    long Folder, long Space, long Account, string Path, long? Size, long Received, long Pieces, long? Modified, string? MediaType, long Touched)
{
    /// <summary>What its client said of it, given back as it was.</summary>
    internal string? Metadata { get; init; }

    /// <summary>In the address of one that comes by a link: others who follow the same link cannot name it.</summary>
    internal string? Secret { get; init; }

    /// <summary>UTC ticks; null while it is on its way. Its pieces are gone then: the row answers a client that lost the last answer.</summary>
    internal long? Finished { get; init; }
}

/// <summary>What an account signs in with.</summary>
internal sealed record CredentialRow(long Id, long Account, CredentialKind Kind, string Label, string Verifier, long Created)
{
    /// <summary>Names with commas between them; empty for all.</summary>
    internal string Protocols { get; init; } = "";

    internal TokenScope Scope { get; init; } = TokenScope.Admin;

    /// <summary>UTC ticks; null for never.</summary>
    internal long? Expires { get; init; }

    internal UseRow? LastUse { get; init; }

    /// <summary>Of a session: what its client said about itself.</summary>
    internal string Agent { get; init; } = "";

    /// <summary>Of a session: when the password was last given in it (UTC ticks).</summary>
    internal long Proved { get; init; }

    /// <summary>The first moment at which it is not good any more.</summary>
    internal long End => Expires ?? Row.Live;
}

/// <summary>A sign-in that succeeded.</summary>
internal sealed record UseRow(long At, string? From, string Protocol);

/// <summary>An e-mail address of an account.</summary>
/// <param name="Folded">In lower case: addresses are told apart by this.</param>
/// <param name="Address">As it was written.</param>
/// <param name="Account">Whose.</param>
internal readonly record struct AddressRow(string Folded, string Address, long Account);

/// <summary>A link by which people without an account reach a node.</summary>
/// <param name="Id">A principal: grants name it.</param>
/// <param name="Space">Of the node.</param>
/// <param name="Node">What it leads to.</param>
/// <param name="Account">Who made it.</param>
/// <param name="Verifier">The hash of its secret.</param>
/// <param name="Kind">What it lets do.</param>
/// <param name="Password">Its verifier; null for none.</param>
/// <param name="Created">UTC ticks.</param>
/// <param name="Expires">UTC ticks; the largest number for never.</param>
/// <param name="MaxDownloads">Null for any number.</param>
/// <param name="Downloads">Counted where their number is bounded.</param>
internal sealed record ShareRow(
    long Id, long Space, long Node, long Account, string Verifier, ShareKind Kind, string? Password, long Created, long Expires, long? MaxDownloads, long Downloads)
{
    internal bool IsUsedUp => MaxDownloads is { } most && Downloads >= most;
}

/// <summary>The kinds of credentials. The numbers are stored.</summary>
internal enum CredentialKind
{
    /// <summary>The account's password.</summary>
    Password = 0,

    /// <summary>Generated, for one program or device.</summary>
    AppPassword = 1,

    /// <summary>A bearer token, for scripts.</summary>
    Token = 2,

    /// <summary>A session of a browser.</summary>
    Session = 3,
}

/// <summary>What numbers are given out for; a number is never given out twice.</summary>
internal enum Sequence
{
    Space = 0,
    Node = 1,
    Blob = 2,

    /// <summary>Accounts, groups and links: one numbering, so that an owner or a grant can name any of them.</summary>
    Principal = 3,
    Credential = 4,

    /// <summary>Entries of the journal, changes among them.</summary>
    Journal = 5,
    FirewallRule = 6,
    Lock = 7,
}
