using Atrium.Core.Repository;
using Atrium.Core.Sites;
using Atrium.Core.Sites.Options;

namespace Atrium.Core.Config;

/// <summary>Sites with their names, and how they are served; what is deployed is no configuration.</summary>
internal sealed class SiteSection(IReadOnlySet<string> ownHosts) : ConfigSection(
    "sites",
    ConfigAttribute.List(Aliases, HostNameRule.CheckAlias),
    ConfigAttribute.Scalar(Proxy, ConfigValue.Of((string?)null), Application),
    ConfigAttribute.Flag(ClearText),
    ConfigAttribute.Map(Options, name => name, text => text))
{
    private const string Aliases = "aliases", Proxy = "proxy", ClearText = "clearText", Options = "options";

    internal override Outcome<string> CheckKey(string text) => HostNameRule.Check(text);

    internal override void Check(ConfigItem item, string path, ConfigMistakes mistakes)
    {
        foreach (var own in item.List(Aliases).Prepend(item.Key).Where(ownHosts.Contains))
            mistakes.Add(item.Line, path, $"{own} is a name of the server itself. Give the site another one, or start the server with another --name.");
        if (SiteOptionBook.Read(item.Map(Options)).Try(out var options, out var wrong))
            item.Values[Options] = ConfigValue.Of(options.Texts);
        else
            mistakes.Add(item.Line, ConfigPath.Child(path, Options), wrong.Detail);
    }

    internal override IEnumerable<ConfigItem> Load(ConfigSource source)
    {
        var hosts = source.Spaces.ToDictionary(space => space.Id, space => space.Name);
        return source.Reader.Sites().Where(row => hosts.ContainsKey(row.Space)).Select(row => new ConfigItem(hosts[row.Space])
        {
            Values = new()
            {
                [Aliases] = ConfigValue.Of(source.Reader.AliasesOf(row.Space)),
                [Proxy] = ConfigValue.Of(row.Proxy),
                [ClearText] = ConfigValue.Of(row.AllowsClearText),
                [Options] = ConfigValue.Of(SiteOptions.Load(row.Options).Texts),
            },
        });
    }

    internal override IEnumerable<ConfigStep> Steps(ConfigItem? old, ConfigItem? next, ConfigDraft change)
    {
        if (next is null)
        {
            yield return new ConfigStep(ConfigPhase.RemoveSites, "", tx => SiteUnits.Remove(tx, old!.Key).Refused);
            yield break;
        }
        var settings = new SiteSettings { Proxy = next.Scalar(Proxy) is { } address ? new Uri(address) : null, AllowsClearText = next.Flag(ClearText), Options = OptionsOf(next) };
        if (old is null)
        {
            yield return new ConfigStep(ConfigPhase.Sites, "", tx => SiteUnits.Add(tx, next.Key, settings).Refused)
            {
                Makes = [NodePath.Root.TrustedChild(SpaceKind.Sites.FolderName()).TrustedChild(next.Key).ToString()],
            };
        }
        else if (old.Scalar(Proxy) != next.Scalar(Proxy) || old.Flag(ClearText) != next.Flag(ClearText) || OptionsOf(old) != OptionsOf(next))
        {
            yield return new ConfigStep(ConfigPhase.Sites, "", tx => SiteUnits.Set(tx, next.Key, settings).Refused);
        }
        var (had, has) = (old?.List(Aliases) ?? [], next.List(Aliases));
        foreach (var gone in had.Except(has, StringComparer.Ordinal))
            yield return new ConfigStep(ConfigPhase.RemoveSites, Aliases, tx => SiteUnits.RemoveAlias(tx, next.Key, gone).Refused);
        foreach (var added in has.Except(had, StringComparer.Ordinal))
            yield return new ConfigStep(ConfigPhase.Sites, Aliases, tx => SiteUnits.AddAlias(tx, next.Key, added).Refused);
    }

    // What is wrong has stopped the file before.
    private static SiteOptions OptionsOf(ConfigItem item) => SiteOptionBook.Read(item.Map(Options)).Try(out var options, out _) ? options : SiteOptions.None;

    private static Outcome<string?> Application(string? text) => text is null ? (string?)null
        : Uri.TryCreate(text, UriKind.Absolute, out var uri) ? SiteUnits.CheckProxy(uri)
        : Refused.Invalid("The address of the application is written like http://127.0.0.1:3000.");
}
