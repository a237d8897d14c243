namespace Atrium.Core.Journal;

/// <summary>The last seal of a stream: kept elsewhere, it proves later that nothing before it was changed, whoever holds the key.</summary>
/// <param name="Stream">The path of a space whose changes it seals, "audit" or "reads".</param>
/// <param name="Number">Of the segment.</param>
/// <param name="Rows">In this segment.</param>
/// <param name="Last">The number of the last row: of a space, the sequence number.</param>
/// <param name="SealedAt">When.</param>
/// <param name="Hash">SHA-256 over the segment and all before it, as hexadecimal digits.</param>
/// <param name="Signature">Over the hash, with the journal's key: ECDSA with P-256, in base64 (IEEE P1363).</param>
/// <param name="Key">The first digits of the hash of the public key.</param>
public sealed record JournalHead(string Stream, long Number, int Rows, long Last, DateTimeOffset SealedAt, string Hash, string Signature, string Key);

/// <summary>The last seals of all streams.</summary>
/// <param name="PublicKey">PEM.</param>
/// <param name="Heads">By stream.</param>
public sealed record JournalHeads(string PublicKey, IReadOnlyList<JournalHead> Heads);
