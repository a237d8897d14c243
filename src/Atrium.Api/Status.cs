namespace Atrium.Api;

/// <summary>The server in figures: <c>GET /api/v1/status</c>.</summary>
public sealed record StatusRecord(
    string Version, string Name, DateTimeOffset Started, IReadOnlyList<DoorRecord> Doors, string Epoch, long Accounts, long Spaces, long Nodes,
    long LiveBytes, long HistoryBytes, long Blobs, long BlobBytes, long CatalogBytes, long FreeBytes, long Units, long Batches, long MemoryBytes)
{
    /// <summary>The server's clock, when it answered.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>Of .NET, and of SQLite.</summary>
    public IReadOnlyList<ComponentRecord> Components { get; init; } = [];

    /// <summary>What is shown to clients, by name.</summary>
    public IReadOnlyList<CertificateRecord> Certificates { get; init; } = [];

    /// <summary>Open connections by protocol and account.</summary>
    public IReadOnlyList<ConnectionCountRecord> Connections { get; init; } = [];

    /// <summary>Requests by protocol.</summary>
    public IReadOnlyList<ProtocolStatusRecord> Protocols { get; init; } = [];

    /// <summary>Spaces that have used most of their quota, the fullest first.</summary>
    public IReadOnlyList<FullSpaceRecord> FullSpaces { get; init; } = [];

    /// <summary>What the last look of <c>atrium doctor</c> has found, and when that was; null before the first.</summary>
    public DoctorReportRecord? Examination { get; init; }

    /// <summary>Bytes of the catalog's write-ahead log, which are part of <see cref="CatalogBytes"/>.</summary>
    public long LogBytes { get; init; }

    /// <summary>Units of work that wait for the next durable commit.</summary>
    public long Queue { get; init; }
}

/// <summary>A part that the server is made of.</summary>
/// <param name="Name">".NET", "SQLite".</param>
/// <param name="Version">As it says itself.</param>
public sealed record ComponentRecord(string Name, string Version);

/// <summary>A certificate that is in service.</summary>
/// <param name="Origin">The file that it was read from.</param>
/// <param name="Names">Host names and addresses.</param>
/// <param name="NotAfter">The last moment of its life.</param>
/// <param name="IsOperators">True for one that the operator brought; the others are renewed by themselves.</param>
public sealed record CertificateRecord(string Origin, IReadOnlyList<string> Names, DateTimeOffset NotAfter, bool IsOperators);

/// <summary>The requests of one protocol.</summary>
/// <param name="Protocol">"https", "http", "local".</param>
/// <param name="Requests">Since the start.</param>
/// <param name="Refused">Of these, refused.</param>
/// <param name="PerSecond">Over the last minute.</param>
/// <param name="MedianMilliseconds">Of the last minute: half of the requests took at most this long.</param>
/// <param name="Percentile99Milliseconds">Of the last minute: 99 of 100 took at most this long.</param>
public sealed record ProtocolStatusRecord(
    string Protocol, long Requests, long Refused, double PerSecond, double MedianMilliseconds, double Percentile99Milliseconds);

/// <summary>A space near the end of its quota.</summary>
/// <param name="Path">Of the space.</param>
/// <param name="Used">Live bytes.</param>
/// <param name="Quota">Bytes.</param>
public sealed record FullSpaceRecord(string Path, long Used, long Quota);
