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

/// <summary>A page of the journal, the oldest entry first.</summary>
/// <param name="Entries">In order.</param>
/// <param name="Next">For <c>?after=</c>: what comes later; also when there was nothing.</param>
/// <param name="Earlier">For <c>?before=</c>: what came earlier; null when there is nothing.</param>
public sealed record AuditPageRecord(IReadOnlyList<AuditRecord> Entries, string Next, string? Earlier);
