namespace Atrium.Core.Config;

/// <summary>A value of a thing in its one form: two are the same when they are written alike.</summary>
internal abstract record ConfigValue
{
    /// <summary>What it is written with: before, its parts, behind. A single part stands alone.</summary>
    internal abstract (string Open, IReadOnlyList<string> Parts, string Close) Written { get; }

    /// <summary>On one line.</summary>
    internal string Json => Written is var (open, parts, close) && open.Length > 0
        ? parts.Count == 0 ? open + close : open == "{" ? $"{{ {string.Join(", ", parts)} }}" : open + string.Join(", ", parts) + close
        : Written.Parts[0];

    internal static ConfigValue Of(bool value) => new ConfigFlag(value);

    internal static ConfigValue Of(long value) => new ConfigNumber(value);

    internal static ConfigValue Of(string? value) => new ConfigScalar(value);

    internal static ConfigValue Of(IEnumerable<string> items) => new ConfigList([.. items.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);

    internal static ConfigValue Of(IEnumerable<KeyValuePair<string, string>> members)
        => new ConfigMap(new SortedDictionary<string, string>(new Dictionary<string, string>(members), StringComparer.Ordinal));
}

/// <summary>On or off.</summary>
internal sealed record ConfigFlag(bool Value) : ConfigValue
{
    internal override (string Open, IReadOnlyList<string> Parts, string Close) Written => ("", [Value ? "true" : "false"], "");
}

/// <summary>A whole number.</summary>
internal sealed record ConfigNumber(long Value) : ConfigValue
{
    internal override (string Open, IReadOnlyList<string> Parts, string Close) Written => ("", [Value.ToString(System.Globalization.CultureInfo.InvariantCulture)], "");
}

/// <summary>A text, or null.</summary>
internal sealed record ConfigScalar(string? Value) : ConfigValue
{
    internal override (string Open, IReadOnlyList<string> Parts, string Close) Written => ("", [Value is null ? "null" : ConfigPath.Quote(Value)], "");
}

/// <summary>Texts in their order, each once.</summary>
internal sealed record ConfigList(IReadOnlyList<string> Items) : ConfigValue
{
    internal override (string Open, IReadOnlyList<string> Parts, string Close) Written => ("[", [.. Items.Select(ConfigPath.Quote)], "]");

    public bool Equals(ConfigList? other) => other is not null && Items.SequenceEqual(other.Items, StringComparer.Ordinal);

    public override int GetHashCode() => Items.Count;
}

/// <summary>Texts with names, in the order of the names.</summary>
internal sealed record ConfigMap(SortedDictionary<string, string> Members) : ConfigValue
{
    internal override (string Open, IReadOnlyList<string> Parts, string Close) Written
        => ("{", [.. Members.Select(member => $"{ConfigPath.Quote(member.Key)}: {ConfigPath.Quote(member.Value)}")], "}");

    public bool Equals(ConfigMap? other) => other is not null && Members.SequenceEqual(other.Members);

    public override int GetHashCode() => Members.Count;
}
