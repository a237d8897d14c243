using System.Text.Json;

namespace Atrium.Core.Config;

/// <summary>A file that was read: what it says, and all that is wrong with how it says it.</summary>
internal sealed class ConfigFile
{
    /// <summary>The member that says which form the file has.</summary>
    internal const string Form = "atrium";

    /// <summary>The only form that there is yet.</summary>
    internal const string FormNumber = "1";

    private const string OwnsName = "owns";

    private readonly Dictionary<string, SortedDictionary<string, ConfigItem>> items = [];
    private readonly Dictionary<string, HashSet<string>> broken = [];
    private readonly HashSet<string> owned = [];

    private ConfigFile()
    {
    }

    internal ConfigMistakes Mistakes { get; } = new();

    /// <summary>Names of things of a section whose own lines are wrong: what refers to them is not to blame.</summary>
    internal IReadOnlySet<string> Broken(string section) => broken.GetValueOrDefault(section, []);

    /// <summary>The things of a section by their names; null where the file does not have it.</summary>
    internal SortedDictionary<string, ConfigItem>? Section(string name) => items.GetValueOrDefault(name);

    /// <summary>Whether what the file does not name is to go.</summary>
    internal bool Owns(string section, ConfigScope scope) => items.ContainsKey(section) && (scope == ConfigScope.Whole || owned.Contains(section));

    internal static ConfigFile Read(ReadOnlySpan<byte> bytes, IReadOnlyList<ConfigSection> sections)
    {
        var file = new ConfigFile();
        if (ConfigSyntax.Read(bytes, file.Mistakes) is not { } root)
            return file;
        if (root.Kind != JsonValueKind.Object)
        {
            file.Mistakes.Add(root.Line, ".", $"The file is an object: {{ \"{Form}\": {FormNumber}, \"accounts\": {{ }} }}.");
            return file;
        }
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, node) in root.Members)
            file.ReadMember(name, node, sections, seen);
        if (!seen.Contains(Form))
            file.Mistakes.Add(null, $".{Form}", $"The file says which form it has, with: \"{Form}\": {FormNumber}");
        return file;
    }

    private void ReadMember(string name, ConfigNode node, IReadOnlyList<ConfigSection> sections, HashSet<string> seen)
    {
        var path = ConfigPath.Child("", name);
        if (!seen.Add(name))
            Mistakes.Add(node.Line, path, "It stands there twice; leave one.");
        else if (name == Form)
            ReadForm(node, path);
        else if (name == OwnsName)
            ReadOwned(node, path, sections);
        else if (sections.FirstOrDefault(section => section.Name == name) is { } section)
            ReadSection(section, node, path);
        else
            Mistakes.Add(node.Line, path, $"There is no such section. The sections are {Words(sections)}.");
    }

    private void ReadForm(ConfigNode node, string path)
    {
        if (node.Kind != JsonValueKind.Number || node.Text != FormNumber)
            Mistakes.Add(node.Line, path, $"This program reads files of the form {FormNumber}; {node.Words} is none of them.");
    }

    private void ReadOwned(ConfigNode node, string path, IReadOnlyList<ConfigSection> sections)
    {
        if (node.Kind != JsonValueKind.Array)
            Mistakes.Add(node.Line, path, "Here stands a list of sections.");
        foreach (var item in node.Items)
        {
            if (item.Kind == JsonValueKind.String && sections.Any(section => section.Name == item.Text))
                owned.Add(item.Text);
            else
                Mistakes.Add(item.Line, path, $"{item.Words} is no section. The sections are {Words(sections)}.");
        }
    }

    private void ReadSection(ConfigSection section, ConfigNode node, string path)
    {
        var things = items[section.Name] = new SortedDictionary<string, ConfigItem>(StringComparer.Ordinal);
        var wrong = broken[section.Name] = new HashSet<string>(StringComparer.Ordinal);
        if (node.Kind != JsonValueKind.Object)
        {
            Mistakes.Add(node.Line, path, $"Here stands an object with the {section.Name} by their names; {node.Words} is none.");
            return;
        }
        foreach (var (written, value) in node.Members)
        {
            var place = ConfigPath.Child(path, written);
            if (!section.CheckKey(written).Try(out var key, out var refused))
                Mistakes.Add(value.Line, place, refused.Detail);
            else if (things.ContainsKey(key) || wrong.Contains(key))
                Mistakes.Add(value.Line, place, "It stands there twice; leave one.");
            else if (ReadItem(section, key, written, value, place) is { } item)
                things.Add(key, item);
            else
                wrong.Add(key);
        }
    }

    private ConfigItem? ReadItem(ConfigSection section, string key, string written, ConfigNode node, string path)
    {
        var item = new ConfigItem(key) { Shown = section.Show(key, written), Line = node.Line };
        var before = Mistakes.Count;
        if (section.IsScalar)
            Read(section.Attributes[0], item, node, path);
        else if (node.Kind != JsonValueKind.Object)
            Mistakes.Add(node.Line, path, $"Here stands an object; {node.Words} is none.");
        else
            ReadAttributes(section, item, node, path);
        if (Mistakes.Count == before)
            section.Check(item, path, Mistakes);
        return Mistakes.Count == before ? item : null;
    }

    private void ReadAttributes(ConfigSection section, ConfigItem item, ConfigNode node, string path)
    {
        foreach (var (name, value) in node.Members)
        {
            var place = ConfigPath.Child(path, name);
            if (section.Attributes.FirstOrDefault(known => known.Name == name) is not { } attribute)
                Mistakes.Add(value.Line, place, $"There is no such value here. There are {string.Join(", ", section.Attributes.Select(known => known.Name))}.");
            else if (item.Values.ContainsKey(name))
                Mistakes.Add(value.Line, place, "It stands there twice; leave one.");
            else
                Read(attribute, item, value, place);
        }
    }

    private void Read(ConfigAttribute attribute, ConfigItem item, ConfigNode node, string path)
    {
        if (attribute.Read(node, path, Mistakes) is { } value)
            item.Values[attribute.Name] = value;
    }

    private static string Words(IReadOnlyList<ConfigSection> sections) => string.Join(", ", sections.Select(section => section.Name));
}
