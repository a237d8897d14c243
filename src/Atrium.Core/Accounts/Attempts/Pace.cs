namespace Atrium.Core.Accounts.Attempts;

/// <summary>How attempts on one subject are slowed down.</summary>
/// <param name="Free">So many fail without a pause.</param>
/// <param name="Longest">The pause after each further one begins with <see cref="First"/>, doubles, and grows no longer than this.</param>
/// <param name="Forgotten">After this time one failed attempt is forgotten.</param>
internal readonly record struct Pace(double Free, TimeSpan Longest, TimeSpan Forgotten)
{
    /// <summary>A person who has mistyped again has hardly begun to type by then.</summary>
    internal static readonly TimeSpan First = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The highest count that is kept: two more than what gives the longest pause. So what came of a long attack is forgotten as soon as
    /// what came of a short one.
    /// </summary>
    internal double Most => Free + Math.Ceiling(Math.Log2(Math.Max(1, Longest / First))) + 2;

    /// <summary>The pause after the last attempt, at a count.</summary>
    internal TimeSpan PauseAt(double count)
    {
        if (count < Free)
            return TimeSpan.Zero;
        var pause = First * Math.Pow(2, Math.Min(count, Most) - Free);
        return pause < Longest ? pause : Longest;
    }
}
