using System.Text.Json.Serialization;

namespace Atrium.Api;

/// <summary>A space: <c>GET /api/v1/spaces</c>.</summary>
/// <param name="Path">/home/NAME, /shared/NAME or /sites/HOST.</param>
/// <param name="Owner">The account or group that holds all rights.</param>
/// <param name="Quota">Bytes; null for no limit.</param>
/// <param name="Used">Live bytes; null for whom something in it may be hidden from.</param>
/// <param name="HistoryCap">Bytes; null means as much as the quota.</param>
/// <param name="History">Bytes kept only for the past; null as <paramref name="Used"/>.</param>
/// <param name="RetentionSeconds">How long the past is kept.</param>
/// <param name="Sequence">Of the last change.</param>
public sealed record SpaceRecord(
    string Path, string? Owner, long? Quota, long? Used, long? HistoryCap, long? History, long RetentionSeconds, long Sequence);

/// <summary>The body of <c>POST /api/v1/spaces</c> and <c>PATCH /api/v1/spaces/{path}</c>; what is null stays as it is.</summary>
/// <param name="Path">Only for a new one.</param>
/// <param name="Quota">Bytes; -1 takes the limit off.</param>
/// <param name="HistoryCap">Bytes; -1 makes it follow the quota.</param>
/// <param name="RetentionSeconds">0 to 100 years.</param>
/// <param name="Owner">The name of an account or group.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record SpaceRequest(
    string? Path = null, long? Quota = null, long? HistoryCap = null, long? RetentionSeconds = null, string? Owner = null);

/// <summary>A collection that fits on one page, or a page of a larger one.</summary>
/// <param name="Items">The records.</param>
/// <param name="Next">For <c>?after=</c>; null on the last page.</param>
public sealed record PageRecord<T>(IReadOnlyList<T> Items, string? Next = null);

/// <summary>One open door.</summary>
/// <param name="Protocol">"https", "http", "local".</param>
/// <param name="Address">Host and port, or the path of a socket.</param>
public sealed record DoorRecord(string Protocol, string Address);

/// <summary>The body of <c>POST /api/v1/check</c>.</summary>
/// <param name="Repair">Mend what can be mended.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record CheckRequest(bool Repair = false);

/// <summary>One thing that is not as it must be.</summary>
public sealed record CheckProblemRecord(string Kind, string Subject, string Detail, IReadOnlyList<string> Paths, bool Repaired);

/// <summary>The result of a check.</summary>
public sealed record CheckReportRecord(IReadOnlyList<CheckProblemRecord> Problems, long Files, long Blobs, long Bytes);

/// <summary>One line of the answer to <c>POST /api/v1/check</c> (newline-delimited JSON): progress, and at the end the report.</summary>
/// <param name="Stage">What is being looked at.</param>
/// <param name="Done">Of <paramref name="Total"/>.</param>
/// <param name="Total">0 when unknown.</param>
/// <param name="Report">Only on the last line.</param>
public sealed record CheckLineRecord(string? Stage, long Done, long Total, CheckReportRecord? Report = null);

/// <summary>RFC 9457.</summary>
/// <param name="Type">A URI reference that names the kind of problem.</param>
/// <param name="Title">The kind, in words.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">What to do next.</param>
public sealed record ProblemRecord(string Type, string Title, int Status, string Detail)
{
    /// <summary>Where a request has many parts: all that is wrong with them. Left away where there is nothing to tell.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ProblemErrorRecord>? Errors { get; init; }

    /// <summary>Of a 423: the path of what the lock in the way is on.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? LockedPath { get; init; }
}

/// <summary>One of the things that are wrong (RFC 9457, 3.2).</summary>
/// <param name="Line">Counted from 1; null where it is in no line.</param>
/// <param name="Path">The place, as jq takes it: <c>.accounts.alice.addresses[0]</c>.</param>
/// <param name="Detail">What is wrong, and what is right.</param>
public sealed record ProblemErrorRecord(int? Line, string Path, string Detail);
