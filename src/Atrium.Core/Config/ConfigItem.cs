namespace Atrium.Core.Config;

/// <summary>A thing of the configuration with what is said of it.</summary>
/// <param name="Key">Its name in its one form.</param>
internal sealed record ConfigItem(string Key)
{
    /// <summary>As it is written; most are written as they are called.</summary>
    internal string Shown { get; init; } = Key;

    /// <summary>Where it stands in a file; 0 for what is in the store.</summary>
    internal int Line { get; init; }

    /// <summary>What is said of it, by the names of the attributes.</summary>
    internal Dictionary<string, ConfigValue> Values { get; init; } = [];

    internal bool Flag(string name) => Values.TryGetValue(name, out var value) && ((ConfigFlag)value).Value;

    internal string? Scalar(string name) => Values.TryGetValue(name, out var value) ? ((ConfigScalar)value).Value : null;

    internal long? Number(string name) => Values.TryGetValue(name, out var value) ? ((ConfigNumber)value).Value : null;

    internal IReadOnlyList<string> List(string name) => Values.TryGetValue(name, out var value) ? ((ConfigList)value).Items : [];

    internal IReadOnlyDictionary<string, string> Map(string name)
        => Values.TryGetValue(name, out var value) ? ((ConfigMap)value).Members : new SortedDictionary<string, string>();
}
