using System.Security.Cryptography;
using System.Text;

namespace Atrium.Core.Config;

/// <summary>
/// Writes a configuration: always in the same order and the same form, a thing on one line where it fits, so that a change of one thing is
/// a change of few lines.
/// </summary>
internal static class ConfigText
{
    /// <summary>Longer ones have their parts below each other: a group of a thousand changes by one line.</summary>
    private const int MaxLine = 120;

    internal static string Write(IReadOnlyList<(ConfigSection Section, SortedDictionary<string, ConfigItem> Items)> sections)
    {
        var text = new StringBuilder($"{{\n  \"{ConfigFile.Form}\": {ConfigFile.FormNumber}");
        foreach (var (section, items) in sections)
        {
            text.Append($",\n  {ConfigPath.Quote(section.Name)}: {{");
            var isFirst = true;
            foreach (var item in items.Values)
            {
                text.Append(isFirst ? "\n    " : ",\n    ").Append(ConfigPath.Quote(item.Shown)).Append(": ");
                Write(text, section, item);
                isFirst = false;
            }
            text.Append(isFirst ? "}" : "\n  }");
        }
        return text.Append("\n}\n").ToString();
    }

    /// <summary>Names a text: whoever has planned on it finds out whether it is still the same.</summary>
    internal static string StateOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));

    private static void Write(StringBuilder text, ConfigSection section, ConfigItem item)
    {
        if (section.IsScalar)
        {
            text.Append(item.Values[section.Attributes[0].Name].Json);
            return;
        }
        var said = section.Attributes.Where(attribute => item.Values.TryGetValue(attribute.Name, out var value) && !value.Equals(attribute.Default))
            .Select(attribute => (Name: ConfigPath.Quote(attribute.Name), Value: item.Values[attribute.Name])).ToList();
        var line = said.Count == 0 ? "{}" : $"{{ {string.Join(", ", said.Select(one => $"{one.Name}: {one.Value.Json}"))} }}";
        if (line.Length <= MaxLine)
            text.Append(line);
        else
            text.Append("{\n      ").AppendJoin(",\n      ", said.Select(one => $"{one.Name}: {Lines(one.Value)}")).Append("\n    }");
    }

    private static string Lines(ConfigValue value)
    {
        if (value.Json is { Length: <= MaxLine } line)
            return line;
        var (open, parts, close) = value.Written;
        return open.Length == 0 ? parts[0] : $"{open}\n        {string.Join(",\n        ", parts)}\n      {close}";
    }
}
