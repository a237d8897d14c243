namespace Atrium.Core.Config;

/// <summary>A kind of things in the file: how they are read, what there is of them in the store, and which rules change them.</summary>
internal abstract class ConfigSection(string name, params IReadOnlyList<ConfigAttribute> attributes)
{
    /// <summary>As it stands in the file.</summary>
    internal string Name => name;

    /// <summary>What can be said of each, in the order in which it is written.</summary>
    internal IReadOnlyList<ConfigAttribute> Attributes => attributes;

    /// <summary>True where a thing is nothing but one value.</summary>
    internal virtual bool IsScalar => false;

    /// <summary>False for one that says no more than nothing at all.</summary>
    internal virtual bool Says(ConfigItem item) => true;

    /// <summary>False for what goes with something else only.</summary>
    internal virtual bool CanRemove(ConfigItem item) => true;

    /// <summary>True for one that has ended by itself: it may stand in a file, and changes nothing any more.</summary>
    internal virtual bool IsOver(ConfigItem item) => false;

    /// <summary>A name of the file in its one form.</summary>
    internal abstract Outcome<string> CheckKey(string text);

    /// <summary>How a name of the file is written again.</summary>
    internal virtual string Show(string key, string written) => key;

    /// <summary>Further checks of one, beside those of its attributes.</summary>
    internal virtual void Check(ConfigItem item, string path, ConfigMistakes mistakes)
    {
    }

    /// <summary>All that there are, in any order.</summary>
    internal abstract IEnumerable<ConfigItem> Load(ConfigSource source);

    /// <summary>What makes one of another.</summary>
    /// <param name="old">What there is; null for a new one.</param>
    /// <param name="next">What shall be; null where it goes.</param>
    /// <param name="change">What is told of it, for what shows only while it is done.</param>
    internal abstract IEnumerable<ConfigStep> Steps(ConfigItem? old, ConfigItem? next, ConfigDraft change);
}
