namespace Atrium.Api;

/// <summary>An open connection: <c>GET /api/v1/connections</c>.</summary>
/// <param name="Id">For <c>DELETE /api/v1/connections/{id}</c>; the same as in the log.</param>
/// <param name="Protocol">"https", "http", "local".</param>
/// <param name="Peer">The client's address; null for the machine itself.</param>
/// <param name="Since">When it was accepted.</param>
/// <param name="Encrypted">True where nobody on the way can read along.</param>
/// <param name="Account">Who signed in last; null for nobody.</param>
/// <param name="BytesIn">Read from it.</param>
/// <param name="BytesOut">Sent on it.</param>
/// <param name="Activity">What it does now; empty while it waits.</param>
/// <param name="Transfers">Files that are on their way.</param>
public sealed record ConnectionRecord(
    string Id, string Protocol, string? Peer, DateTimeOffset Since, bool Encrypted, string? Account, long BytesIn, long BytesOut, string Activity,
    IReadOnlyList<TransferRecord> Transfers);

/// <summary>A file that is on its way.</summary>
/// <param name="Direction">"upload" or "download".</param>
/// <param name="Path">Of the file.</param>
/// <param name="Bytes">So far.</param>
/// <param name="Length">In all, where that is known.</param>
/// <param name="BytesPerSecond">On the whole.</param>
public sealed record TransferRecord(string Direction, string Path, long Bytes, long? Length, double BytesPerSecond);

/// <summary>Connections of one protocol and account, counted.</summary>
/// <param name="Protocol">"https", "http", "local".</param>
/// <param name="Account">Who signed in; null for nobody.</param>
/// <param name="Count">How many are open.</param>
public sealed record ConnectionCountRecord(string Protocol, string? Account, int Count);
