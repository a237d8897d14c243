using System.Text.Json.Serialization;

namespace Atrium.Api;

/// <summary>What was found when the server was looked at: <c>GET</c> and <c>POST /api/v1/doctor</c>.</summary>
/// <param name="At">When.</param>
/// <param name="Checks">What was looked at.</param>
/// <param name="Findings">What somebody should know, what matters most first; empty when all is well.</param>
public sealed record DoctorReportRecord(DateTimeOffset At, IReadOnlyList<string> Checks, IReadOnlyList<FindingRecord> Findings);

/// <summary>Something that a person should know about the server.</summary>
/// <param name="Check">Which look has found it.</param>
/// <param name="Severity">"notice", "warning" or "problem".</param>
/// <param name="Subject">What it concerns.</param>
/// <param name="Detail">What was found.</param>
/// <param name="Advice">What to do next.</param>
public sealed record FindingRecord(string Check, string Severity, string Subject, string Detail, string Advice)
{
    /// <summary>To be known; it may be meant so.</summary>
    public const string Notice = "notice";

    /// <summary>To be mended soon.</summary>
    public const string Warning = "warning";

    /// <summary>Something does not work, or is lost.</summary>
    public const string Problem = "problem";

    /// <summary>True for what somebody should mend.</summary>
    [JsonIgnore]
    public bool IsWrong => Severity != Notice;
}
