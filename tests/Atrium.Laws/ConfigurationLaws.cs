using Atrium.Configuration;

namespace Atrium.Laws;

/// <summary>A key that no page tells of does not exist for those who would need it.</summary>
public class ConfigurationLaws
{
    [Fact]
    public void Key_Always_IsInTheOperatorsPageWithItsVariable()
    {
        var page = File.ReadAllText(Path.Combine(Source.Root, "docs", "serve.md"));
        Assert.All(SettingTable.All, key => Assert.Contains($"| `{key.Key}` | `{key.Variable}` |", page, StringComparison.Ordinal));
        Assert.Equal(SettingTable.All.Count, page.Split("\n| `").Length - 1);
    }
}
