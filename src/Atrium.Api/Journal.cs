namespace Atrium.Api;

/// <summary>An entry of the journal: <c>GET /api/v1/audit</c>.</summary>
/// <param name="Number">Rises with each.</param>
/// <param name="At">UTC.</param>
/// <param name="Kind">"change", "administration", "sign-in", "refusal", "read", "guard", "server".</param>
/// <param name="Account">Who, or the name that was tried; null when the account is gone.</param>
/// <param name="Peer">From which address; null for the server's own machine.</param>
/// <param name="Protocol">By which protocol.</param>
/// <param name="Action">What was done, or tried.</param>
/// <param name="Subject">What it concerns: a path, a name, an address.</param>
/// <param name="From">Where it stood before a move.</param>
/// <param name="Outcome">"done", or why not: "denied", "not-found", "sign-in-required" and so on.</param>
/// <param name="Detail">One sentence for a person.</param>
/// <param name="Rule">The rule that decided; null where none did.</param>
/// <param name="Before">What was before a change of administration, without secrets.</param>
/// <param name="After">What is after it.</param>
/// <param name="Count">How many of the same within a second.</param>
public sealed record AuditRecord(
    long Number, DateTimeOffset At, string Kind, string? Account, string? Peer, string Protocol, string Action, string? Subject, string? From,
    string Outcome, string? Detail, string? Rule, string? Before, string? After, long Count);

/// <summary>The last seal of a stream of the journal: <c>GET /api/v1/audit/heads</c>.</summary>
/// <param name="Stream">The path of a space whose changes it seals, "audit" or "reads".</param>
/// <param name="Number">Of the segment.</param>
/// <param name="Rows">In this segment.</param>
/// <param name="Last">The number of the last row: of a space, the sequence number.</param>
/// <param name="SealedAt">UTC.</param>
/// <param name="Hash">SHA-256 over the segment and all before it, as hexadecimal digits.</param>
/// <param name="Signature">Over the hash: ECDSA with P-256, in base64 (IEEE P1363).</param>
/// <param name="Key">The first digits of the hash of the public key.</param>
public sealed record JournalHeadRecord(string Stream, long Number, int Rows, long Last, DateTimeOffset SealedAt, string Hash, string Signature, string Key);

/// <summary>The last seals of the journal, to be kept elsewhere.</summary>
/// <param name="PublicKey">PEM.</param>
/// <param name="Heads">By stream.</param>
public sealed record JournalHeadsRecord(string PublicKey, IReadOnlyList<JournalHeadRecord> Heads);

/// <summary>A page of the journal, the oldest entry first.</summary>
/// <param name="Entries">In order.</param>
/// <param name="Next">For <c>?after=</c>: what comes later; also when there was nothing.</param>
/// <param name="Earlier">For <c>?before=</c>: what came earlier; null when there is nothing.</param>
public sealed record AuditPageRecord(IReadOnlyList<AuditRecord> Entries, string Next, string? Earlier);
