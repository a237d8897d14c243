namespace Atrium.Core.Maintenance;

/// <summary>What a check may do about what it finds.</summary>
public enum CheckMode
{
    /// <summary>Only look.</summary>
    Verify,

    /// <summary>Mend what can be mended, and say what was lost.</summary>
    Repair,
}

/// <summary>One thing that is not as it must be.</summary>
/// <param name="Kind">A short, stable word: "blob-damaged", "blob-missing", "counter", "quota", "reference", "orphan-node", "space", "catalog", "orphan-file", "journal".</param>
/// <param name="Subject">What it concerns: the locator of a blob, the path of a folder or space.</param>
/// <param name="Detail">One sentence: what was found, what was expected.</param>
/// <param name="Paths">The files that a person would miss; at most 100 are named.</param>
/// <param name="Repaired">True when the repair mended it without loss.</param>
public sealed record CheckProblem(string Kind, string Subject, string Detail, IReadOnlyList<string> Paths, bool Repaired);

/// <summary>How far a check has come.</summary>
/// <param name="Stage">What is being looked at, for a person.</param>
/// <param name="Done">Of <paramref name="Total"/>.</param>
/// <param name="Total">0 when unknown.</param>
public sealed record CheckProgress(string Stage, long Done, long Total);

/// <summary>The result of a check.</summary>
/// <param name="Problems">Empty when all is well.</param>
/// <param name="Files">Files whose references were followed.</param>
/// <param name="Blobs">Blobs whose bytes were hashed.</param>
/// <param name="Bytes">How many bytes were read.</param>
public sealed record CheckReport(IReadOnlyList<CheckProblem> Problems, long Files, long Blobs, long Bytes);
