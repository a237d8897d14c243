using System.Text;

namespace Atrium.Configuration;

/// <summary>One key of the configuration.</summary>
/// <param name="Key">In the file: dots lead into objects.</param>
/// <param name="Range">What it may be, in words.</param>
/// <param name="Read">Takes the value in; null when it is out of range.</param>
internal sealed record Setting(string Key, string Range, Func<ServerSettings, IReadOnlyList<string>, ServerSettings?> Read)
{
    /// <summary>True for a key that takes more than one value.</summary>
    internal bool IsList { get; init; }

    /// <summary>storage.inlineThreshold in the environment: ATRIUM_STORAGE_INLINE_THRESHOLD.</summary>
    internal string Variable { get; } = ToVariable(Key);

    private static string ToVariable(string key)
    {
        var name = new StringBuilder("ATRIUM_");
        foreach (var c in key)
        {
            if (char.IsAsciiLetterUpper(c))
                name.Append('_');
            name.Append(c == '.' ? '_' : char.ToUpperInvariant(c));
        }
        return name.ToString();
    }
}
