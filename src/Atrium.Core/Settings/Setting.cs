using System.Globalization;

namespace Atrium.Core.Settings;

/// <summary>Something that can be set while the server runs. What is kept is a text; what it may be is said here, once.</summary>
/// <param name="Name">Lower case, with dots and dashes.</param>
/// <param name="Description">What it does, in a sentence.</param>
public abstract record Setting(string Name, string Description)
{
    /// <summary>"number" or "list".</summary>
    public abstract string Type { get; }

    /// <summary>Of a number: "seconds", "bytes"; empty for none.</summary>
    public abstract string Unit { get; }

    /// <summary>What it may be, in words.</summary>
    public abstract string Range { get; }

    /// <summary>What holds while nothing is set, as <see cref="Check"/> gives it.</summary>
    public abstract string DefaultText { get; }

    /// <summary>The value in its one form, or what it may be.</summary>
    public abstract Outcome<string> Check(string text);

    private protected Refused OutOfRange(string text) => Refused.Invalid($"{Name} takes {Range}; '{text}' is none.");
}

/// <summary>A whole number.</summary>
/// <param name="Name">As <see cref="Setting"/> has it.</param>
/// <param name="Description">As <see cref="Setting"/> has it.</param>
/// <param name="Least">The least value.</param>
/// <param name="Most">The greatest value.</param>
/// <param name="Default">Null for none.</param>
public sealed record NumberSetting(string Name, string Description, long Least, long Most, long? Default) : Setting(Name, Description)
{
    private const string None = "none";

    /// <summary>True where there can be no value at all, such as no limit.</summary>
    public bool AllowsNone { get; init; }

    /// <summary>Of the value.</summary>
    public string Counted { get; init; } = "";

    /// <inheritdoc/>
    public override string Type => "number";

    /// <inheritdoc/>
    public override string Unit => Counted;

    /// <inheritdoc/>
    public override string Range
        => string.Create(CultureInfo.InvariantCulture, $"a whole number from {Least} to {Most}{(Counted.Length > 0 ? $" ({Counted})" : "")}{(AllowsNone ? ", or none" : "")}");

    /// <inheritdoc/>
    public override string DefaultText => Default?.ToString(CultureInfo.InvariantCulture) ?? None;

    /// <inheritdoc/>
    public override Outcome<string> Check(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (AllowsNone && text == None)
            return None;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= Least && number <= Most
            ? number.ToString(CultureInfo.InvariantCulture)
            : OutOfRange(text);
    }

    /// <summary>The value of a text that was checked.</summary>
    internal long? Value(string? text) => text is null || Check(text).Refused is not null ? Default
        : text == None ? null
        : long.Parse(text, CultureInfo.InvariantCulture);
}

/// <summary>Words with commas between them; none at first, where nothing else is said.</summary>
/// <param name="Name">As <see cref="Setting"/> has it.</param>
/// <param name="Description">As <see cref="Setting"/> has it.</param>
/// <param name="Of">What each of them may be, in words.</param>
/// <param name="Item">One of them in its one form; null where it is none.</param>
public sealed record ListSetting(string Name, string Description, string Of, Func<string, string?> Item) : Setting(Name, Description)
{
    /// <summary>What holds while nothing is set; set to nothing, it is none of them.</summary>
    public IReadOnlyList<string> Default { get; init; } = [];

    /// <summary>Bounds what is compared with each request.</summary>
    private const int MaxItems = 100;

    /// <inheritdoc/>
    public override string Type => "list";

    /// <inheritdoc/>
    public override string Unit => "";

    /// <inheritdoc/>
    public override string Range => $"{Of}, with commas between several (at most {MaxItems}), or nothing";

    /// <inheritdoc/>
    public override string DefaultText => string.Join(',', Default);

    /// <inheritdoc/>
    public override Outcome<string> Check(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var items = new List<string>();
        foreach (var word in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (Item(word) is not { } item || items.Count == MaxItems)
                return OutOfRange(word);
            if (!items.Contains(item))
                items.Add(item);
        }
        return string.Join(',', items);
    }

    internal IReadOnlyList<string> Value(string? text)
        => text is null || Check(text).Refused is not null ? Default : text.Split(',', StringSplitOptions.RemoveEmptyEntries);
}
