namespace Atrium.Conformance.Contract;

/// <summary>A wrong configuration is told at once, not one mistake for each start.</summary>
public sealed class ConfigurationTests : IDisposable
{
    private readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    [Fact]
    public async Task Serve_WrongConfiguration_NamesAllKeysWithTheirRange()
    {
        var data = Directory.CreateDirectory(scratch.Path("data")).FullName;
        await File.WriteAllTextAsync(
            Path.Combine(data, "atrium.json"),
            """{"portBase": 70000, "log": {"level": "loud"}, "storage": {"inlineThreshold": -1}, "wallpaper": "blue"}""",
            TestRun.Cancelled);

        var result = await AtriumProgram.RunAsync("serve", "--data", data, "--bind", "127.0.0.1");

        Assert.Equal(1, result.ExitCode);
        foreach (var expected in new[] { "portBase", "62000", "log.level", "debug", "storage.inlineThreshold", "1048576", "wallpaper", "atrium.json" })
            Assert.Contains(expected, result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_ConfigurationIsNotJson_SaysWhere()
    {
        var data = Directory.CreateDirectory(scratch.Path("data")).FullName;
        await File.WriteAllTextAsync(Path.Combine(data, "atrium.json"), "{\n\"portBase\": ,\n}", TestRun.Cancelled);

        var result = await AtriumProgram.RunAsync("serve", "--data", data, "--bind", "127.0.0.1");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("line 2", result.Error, StringComparison.Ordinal);
        Assert.Contains("atrium.json", result.Error, StringComparison.Ordinal);
    }
}
