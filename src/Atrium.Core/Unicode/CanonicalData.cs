using System.Collections.Frozen;
using System.Globalization;

namespace Atrium.Core.Unicode;

/// <summary>
/// What the Unicode Character Database says about canonical equivalence (UAX #15). .NET asks ICU for it, which a server's
/// machine need not have; without it string.Normalize returns its argument. The table is a resource, made by make-tables.
/// </summary>
internal sealed class CanonicalData
{
    private readonly FrozenDictionary<int, byte> classes;
    private readonly FrozenDictionary<int, int[]> decompositions;
    private readonly FrozenDictionary<(int, int), int> compositions;
    private readonly FrozenSet<int> unstable;

    private CanonicalData(Dictionary<int, byte> classes, Dictionary<int, int[]> decompositions, HashSet<int> neverComposed)
    {
        var pairs = new Dictionary<(int, int), int>();
        foreach (var (code, mapping) in decompositions)
        {
            if (!neverComposed.Contains(code))
                pairs[(mapping[0], mapping[1])] = code;
        }
        this.classes = classes.ToFrozenDictionary();
        this.decompositions = decompositions.ToFrozenDictionary();
        compositions = pairs.ToFrozenDictionary();
        unstable = classes.Keys.Concat(neverComposed).Concat(pairs.Keys.Select(pair => pair.Item2)).ToFrozenSet();
    }

    /// <summary>Of the version of Unicode that the table names.</summary>
    internal static CanonicalData Instance { get; } = Read();

    /// <summary>Canonical_Combining_Class; 0 for what begins a sequence of its own.</summary>
    internal byte ClassOf(int code) => classes.GetValueOrDefault(code);

    /// <summary>The canonical decomposition, one step of it; null when there is none.</summary>
    internal int[]? Decompose(int code) => decompositions.GetValueOrDefault(code);

    /// <summary>The primary composite of two characters; null when there is none.</summary>
    internal int? Compose(int first, int second) => compositions.TryGetValue((first, second), out var code) ? code : null;

    /// <summary>
    /// True for what may stand otherwise in NFC: it combines with what is before it, is put in order with others, or is never
    /// written (NFC_Quick_Check of No or Maybe, or a class of its own).
    /// </summary>
    internal bool IsUnstable(int code) => unstable.Contains(code);

    private static CanonicalData Read()
    {
        var (classes, decompositions, never) = (new Dictionary<int, byte>(), new Dictionary<int, int[]>(), new HashSet<int>());
        using var reader = new StreamReader(typeof(CanonicalData).Assembly.GetManifestResourceStream("canonical.txt")!);
        while (reader.ReadLine() is { } line)
        {
            var words = line.Split(' ');
            if (words[0] == "#")
                continue;
            var code = Hex(words[0]);
            if (words is [_, var number])
            {
                classes[code] = byte.Parse(number, CultureInfo.InvariantCulture);
                continue;
            }
            decompositions[code] = [.. words.Skip(2).Select(Hex)];
            if (words[1] == "!")
                never.Add(code);
        }
        return new CanonicalData(classes, decompositions, never);
    }

    private static int Hex(string text) => int.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
