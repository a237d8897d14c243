namespace Atrium.Core.Examination;

/// <summary>Something that a person should know about the server, in words for a person.</summary>
/// <param name="Check">What was looked at: a short, stable word such as "disk-space".</param>
/// <param name="Severity">How much it matters.</param>
/// <param name="Subject">What it concerns: a path, a file, a door.</param>
/// <param name="Detail">What was found.</param>
/// <param name="Advice">What to do next.</param>
public sealed record Finding(string Check, Severity Severity, string Subject, string Detail, string Advice);

/// <summary>How much a finding matters.</summary>
public enum Severity
{
    /// <summary>To be known; it may be meant so.</summary>
    Notice,

    /// <summary>To be mended soon: it will be a problem, or is a risk.</summary>
    Warning,

    /// <summary>Something does not work, or is lost.</summary>
    Problem,
}
