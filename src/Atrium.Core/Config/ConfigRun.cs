using Atrium.Core.Ports;

namespace Atrium.Core.Config;

/// <summary>
/// A file against one state of the store: what differs, and the steps that make it the same. Each step is the rule that the API's own
/// operation has; there is no other. A plan is the same run as an apply, taken back at its end.
/// </summary>
internal sealed class ConfigRun
{
    private readonly List<(ConfigDraft Draft, ConfigStep Step)> steps = [];
    private readonly List<ConfigDraft> drafts = [];
    private readonly List<ConfigLeft> left = [];
    private readonly HashSet<string> missing = new(StringComparer.Ordinal);
    private readonly ConfigFile file;

    private ConfigRun(ConfigFile file, string state) => (this.file, State) = (file, state);

    /// <summary>Of the store.</summary>
    internal string State { get; }

    /// <summary>True when everything is as the file says.</summary>
    internal bool IsDone => drafts.Count == 0;

    internal static (string Text, string State, IReadOnlyList<(ConfigSection Section, SortedDictionary<string, ConfigItem> Items)> Sections) Load(
        ConfigSource source, IReadOnlyList<ConfigSection> sections)
    {
        var loaded = sections.Select(section => (
            section, new SortedDictionary<string, ConfigItem>(section.Load(source).ToDictionary(item => item.Key), StringComparer.Ordinal))).ToList();
        var text = ConfigText.Write(loaded);
        return (text, ConfigText.StateOf(text), loaded);
    }

    internal static ConfigRun Compare(ConfigSource source, IReadOnlyList<ConfigSection> sections, ConfigFile file, ConfigScope scope)
    {
        var (_, state, loaded) = Load(source, sections);
        var run = new ConfigRun(file, state);
        foreach (var (section, items) in loaded)
        {
            if (file.Section(section.Name) is { } named)
                run.Compare(section, items, named, file.Owns(section.Name, scope));
            else
                run.Leave(section, items.Count);
        }
        return run;
    }

    /// <summary>Does it; refuses with all that cannot be done, each where the file says it.</summary>
    internal Outcome<ConfigPlan> Execute(ICatalogTransaction tx)
    {
        var mistakes = file.Mistakes.Copy();
        // A stable sort: within a phase in the order of the file's sections and names.
        foreach (var (draft, step) in steps.OrderBy(one => one.Step.Phase))
        {
            if (step.Needs.Any(missing.Contains))
            {
                missing.UnionWith(step.Makes);
            }
            else if (step.Run(tx) is { } refused)
            {
                mistakes.Add(draft.Line > 0 ? draft.Line : null, step.Attribute.Length == 0 ? draft.Path : $"{draft.Path}.{step.Attribute}", refused.Detail);
                missing.UnionWith(step.Makes);
            }
        }
        return mistakes.Count > 0 ? mistakes.Refuse() : Plan();
    }

    /// <summary>What was found to differ.</summary>
    internal ConfigPlan Plan() => new(State, [.. drafts.Select(draft => draft.ToChange())], left);

    private void Compare(ConfigSection section, SortedDictionary<string, ConfigItem> items, SortedDictionary<string, ConfigItem> named, bool owns)
    {
        var stay = 0;
        missing.UnionWith(file.Broken(section.Name).Where(key => !items.ContainsKey(key)));
        foreach (var key in named.Keys.Union(items.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var (old, next) = (items.GetValueOrDefault(key), named.GetValueOrDefault(key));
            if (next is not null && section.IsOver(next))
                next = null;
            if (old is null && next is null)
                continue;
            if (next is not null || (owns && section.CanRemove(old!) && !file.Broken(section.Name).Contains(key)))
                Add(section, old, next);
            else
                stay++;
        }
        Leave(section, stay);
    }

    private void Add(ConfigSection section, ConfigItem? old, ConfigItem? next)
    {
        if (next is not null)
            next = Complete(section, old, next);
        var draft = ConfigDraft.Compare(section, old, next);
        if (!draft.IsChange)
            return;
        drafts.Add(draft);
        steps.AddRange(section.Steps(old, next, draft).Select(step => (draft, step)));
    }

    // What is not said, and has no default, stays as it is.
    private static ConfigItem Complete(ConfigSection section, ConfigItem? old, ConfigItem next)
    {
        var values = new Dictionary<string, ConfigValue>(next.Values);
        foreach (var attribute in section.Attributes)
        {
            if ((attribute.Default ?? old?.Values.GetValueOrDefault(attribute.Name)) is { } value)
                values.TryAdd(attribute.Name, value);
        }
        return next with { Values = values, Shown = old?.Shown ?? next.Shown };
    }

    private void Leave(ConfigSection section, int count)
    {
        if (count > 0)
            left.Add(new ConfigLeft(section.Name, count));
    }
}
