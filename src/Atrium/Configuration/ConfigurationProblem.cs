namespace Atrium.Configuration;

/// <summary>One key that is wrong.</summary>
/// <param name="Key">As it was written.</param>
/// <param name="Source">Where: a file, the environment, the command line.</param>
/// <param name="Sentence">What is wrong, and what it may be.</param>
internal sealed record ConfigurationProblem(string Key, string Source, string Sentence)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Key} ({Source}): {Sentence}";
}
