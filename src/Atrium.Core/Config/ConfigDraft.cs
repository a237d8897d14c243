namespace Atrium.Core.Config;

/// <summary>What is told of a change, while it is found out.</summary>
internal sealed class ConfigDraft(ConfigSection section, ConfigItem? old, ConfigItem? next)
{
    private readonly List<ConfigDifference> differences = [];
    private bool takesAway = next is null;

    /// <summary>False when the two are the same.</summary>
    internal bool IsChange => differences.Count > 0 || (old is null != next is null && section.Says((old ?? next)!));

    internal int Line => next?.Line ?? 0;

    /// <summary>Where it stands in the file.</summary>
    internal string Path => ConfigPath.Child($".{section.Name}", (next ?? old)!.Shown);

    /// <summary>Compares value by value; what one does not say has its default.</summary>
    internal static ConfigDraft Compare(ConfigSection section, ConfigItem? old, ConfigItem? next)
    {
        var draft = new ConfigDraft(section, old, next);
        foreach (var attribute in section.Attributes)
            draft.Compare(attribute, Value(old, attribute), Value(next, attribute));
        return draft;
    }

    internal void Add(string attribute, string? before, string? after) => differences.Add(new ConfigDifference(attribute, before, after));

    internal ConfigChange ToChange() => new(
        old is null ? ConfigChangeKind.Added : next is null ? ConfigChangeKind.Removed : ConfigChangeKind.Changed,
        section.Name, (next ?? old)!.Shown, differences, takesAway);

    private static ConfigValue? Value(ConfigItem? item, ConfigAttribute attribute)
        => item is null ? attribute.Default : item.Values.GetValueOrDefault(attribute.Name, attribute.Default!);

    private void Compare(ConfigAttribute attribute, ConfigValue? before, ConfigValue? after)
    {
        if (Equals(before, after))
            return;
        switch (before ?? after, after ?? before)
        {
            case (ConfigList was, ConfigList becomes):
                foreach (var item in was.Items.Except(becomes.Items, StringComparer.Ordinal))
                    Lose(attribute.Name, ConfigPath.Quote(item));
                foreach (var item in becomes.Items.Except(was.Items, StringComparer.Ordinal))
                    Add(attribute.Name, null, ConfigPath.Quote(item));
                break;
            case (ConfigMap was, ConfigMap becomes):
                foreach (var (key, value) in was.Members.Where(member => !becomes.Members.ContainsKey(member.Key)))
                    Lose(ConfigPath.Child(attribute.Name, key), ConfigPath.Quote(value));
                foreach (var (key, value) in becomes.Members)
                {
                    var (place, now) = (ConfigPath.Child(attribute.Name, key), ConfigPath.Quote(value));
                    if (!was.Members.TryGetValue(key, out var then))
                        Add(place, null, now);
                    else if (then != value)
                        Differ(attribute, place, ConfigValue.Of(then), ConfigValue.Of(value));
                }
                break;
            default:
                if (old is null)
                    Add(attribute.Name, null, after?.Json);
                else if (next is null)
                    Add(attribute.Name, before?.Json, null);
                else
                    Differ(attribute, attribute.Name, before, after);
                break;
        }
    }

    private void Differ(ConfigAttribute attribute, string place, ConfigValue? before, ConfigValue? after)
    {
        takesAway |= before is not null && after is not null && attribute.TakesAway(before, after);
        Add(place, before?.Json, after?.Json);
    }

    private void Lose(string place, string before)
    {
        takesAway = true;
        Add(place, before, null);
    }
}
