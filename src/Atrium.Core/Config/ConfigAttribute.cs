using System.Text.Json;

namespace Atrium.Core.Config;

/// <summary>Something that can be said of a thing in the file.</summary>
/// <param name="Name">As it stands there.</param>
/// <param name="Default">What holds where it is not said; null where then everything stays as it is.</param>
/// <param name="Read">The value in its one form; null, with a mistake, where there is none.</param>
internal sealed record ConfigAttribute(string Name, ConfigValue? Default, Func<ConfigNode, string, ConfigMistakes, ConfigValue?> Read)
{
    /// <summary>Whether the second value leaves somebody with less than the first one.</summary>
    internal Func<ConfigValue, ConfigValue, bool> TakesAway { get; init; } = (_, _) => false;

    /// <summary>On or off; off where it is not said.</summary>
    internal static ConfigAttribute Flag(string name, bool @default = false) => new(
        name, ConfigValue.Of(@default),
        (node, path, mistakes) => node.Kind is JsonValueKind.True or JsonValueKind.False
            ? ConfigValue.Of(node.Kind == JsonValueKind.True)
            : Wrong(mistakes, node, path, "true or false"));

    /// <summary>A whole number in a range.</summary>
    internal static ConfigAttribute Number(string name, long @default, long least, long most) => new(
        name, ConfigValue.Of(@default),
        (node, path, mistakes) => node.Kind == JsonValueKind.Number
            && long.TryParse(node.Text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
                ? ConfigValue.Of(number)
                : Wrong(mistakes, node, path, $"a whole number from {least} to {most}"));

    /// <summary>A text, or a number as it is written.</summary>
    internal static ConfigAttribute Scalar(string name, ConfigValue? @default, Func<string?, Outcome<string?>> check) => new(
        name, @default, (node, path, mistakes) => ReadScalar(node, path, mistakes, check));

    /// <summary>None where it is not said.</summary>
    internal static ConfigAttribute List(string name, Func<string, Outcome<string>> check) => new(
        name, ConfigValue.Of(Array.Empty<string>()),
        (node, path, mistakes) =>
        {
            if (node.Kind != JsonValueKind.Array)
                return Wrong(mistakes, node, path, "a list of texts");
            var items = new List<string>(node.Items.Count);
            for (var i = 0; i < node.Items.Count; i++)
            {
                if (Text(node.Items[i], $"{path}[{i}]", mistakes, check) is { } item)
                    items.Add(item);
            }
            return items.Count == node.Items.Count ? ConfigValue.Of(items) : null;
        });

    /// <summary>None where it is not said.</summary>
    internal static ConfigAttribute Map(string name, Func<string, Outcome<string>> check, Func<string, Outcome<string>> checkValue) => new(
        name, ConfigValue.Of(new Dictionary<string, string>()),
        (node, path, mistakes) =>
        {
            if (node.Kind != JsonValueKind.Object)
                return Wrong(mistakes, node, path, "an object");
            var members = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var (key, value) in node.Members)
            {
                var place = ConfigPath.Child(path, key);
                if (!check(key).Try(out var checkedKey, out var refused))
                    mistakes.Add(value.Line, place, refused.Detail);
                else if (Text(value, place, mistakes, checkValue) is { } text && !members.TryAdd(checkedKey, text))
                    mistakes.Add(value.Line, place, "It stands there twice; leave one.");
            }
            return members.Count == node.Members.Count ? ConfigValue.Of(members) : null;
        });

    /// <summary>A value that a check takes.</summary>
    internal static ConfigValue? ReadScalar(ConfigNode node, string path, ConfigMistakes mistakes, Func<string?, Outcome<string?>> check)
    {
        if (node.Kind is not (JsonValueKind.String or JsonValueKind.Number or JsonValueKind.Null))
            return Wrong(mistakes, node, path, "a text");
        if (check(node.Kind == JsonValueKind.Null ? null : node.Text).Try(out var text, out var refused))
            return ConfigValue.Of(text);
        mistakes.Add(node.Line, path, refused.Detail);
        return null;
    }

    private static string? Text(ConfigNode node, string path, ConfigMistakes mistakes, Func<string, Outcome<string>> check)
    {
        if (node.Kind != JsonValueKind.String)
            Wrong(mistakes, node, path, "a text");
        else if (check(node.Text).Try(out var text, out var refused))
            return text;
        else
            mistakes.Add(node.Line, path, refused.Detail);
        return null;
    }

    private static ConfigValue? Wrong(ConfigMistakes mistakes, ConfigNode node, string path, string expected)
    {
        mistakes.Add(node.Line, path, $"Here stands {expected}; {node.Words} is none.");
        return null;
    }
}
