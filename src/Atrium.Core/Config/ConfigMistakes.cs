namespace Atrium.Core.Config;

/// <summary>All that is wrong with a file, each with its place.</summary>
internal sealed class ConfigMistakes
{
    /// <summary>More are the same mistake again, or another kind of file.</summary>
    private const int MaxShown = 100;

    private readonly List<Mistake> found = [];

    internal int Count => found.Count;

    internal ConfigMistakes Copy()
    {
        var copy = new ConfigMistakes();
        copy.found.AddRange(found);
        return copy;
    }

    internal void Add(int? line, string path, string detail) => found.Add(new Mistake(line, path, detail));

    /// <summary>Refuses the file with all of them, in the order of their lines.</summary>
    internal Refused Refuse()
    {
        var ordered = found.OrderBy(mistake => mistake.Line ?? int.MaxValue).Take(MaxShown).ToList();
        var more = found.Count > MaxShown ? $" The first {MaxShown} of them:" : "";
        return Refused.Invalid($"The file has {(found.Count == 1 ? "a mistake" : $"{found.Count} mistakes")}, and nothing was changed.{more}") with { Mistakes = ordered };
    }
}
