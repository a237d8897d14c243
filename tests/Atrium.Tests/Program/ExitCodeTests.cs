namespace Atrium.Tests.Program;

/// <summary>0 done, 1 refused or failed, 2 wrong usage; every error says what to do next.</summary>
public sealed class ExitCodeTests : IDisposable
{
    private readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    [Theory]
    [InlineData("--version")]
    [InlineData("--help")]
    [InlineData("space add --help")]
    public async Task Run_Informs_IsZero(string line)
        => Assert.Equal(0, (await AtriumRun.ToEndAsync(line.Split(' '))).ExitCode);

    [Theory]
    [InlineData("spcae list")]
    [InlineData("space add")]
    [InlineData("space add plans")]
    [InlineData("space add /shared/plans --quota 10G")]
    [InlineData("space add /shared/plans --retention 30")]
    [InlineData("space set /shared/plans")]
    [InlineData("undelete /shared/x --at yesterday")]
    [InlineData("versions /shared/../x")]
    [InlineData("status --loud")]
    public async Task Run_WrongUsage_IsTwoWithoutATrace(string line)
    {
        var result = await AtriumRun.ToEndAsync(line.Split(' '));
        Assert.Equal(2, result.ExitCode);
        AssertSentence(result.Error);
    }

    [Theory]
    [InlineData("spcae list", "atrium space")]
    [InlineData("space lsit", "atrium space list")]
    [InlineData("quux", "serve, status")]
    [InlineData("account", "add, list")]
    [InlineData("space --bogus", "--bogus")]
    [InlineData("status --loud", "atrium status --help")]
    public async Task Run_WrongCommand_NamesWhatIsThere(string line, string named)
        => Assert.Contains(named, (await AtriumRun.ToEndAsync(line.Split(' '))).Error, StringComparison.Ordinal);

    [Theory]
    [InlineData("--help")]
    [InlineData("serve --help")]
    [InlineData("space set --help")]
    public async Task Run_Help_EndsWithExamples(string line)
    {
        var output = (await AtriumRun.ToEndAsync(line.Split(' '))).Output;
        Assert.Contains("Usage:\n  atrium", output, StringComparison.Ordinal);
        Assert.Contains("  atrium ", output[output.IndexOf("Examples:", StringComparison.Ordinal)..], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("status")]
    [InlineData("space list")]
    [InlineData("account list --json")]
    [InlineData("export /shared/x exported")]
    public async Task Run_NoServer_IsOneAndSaysHowToStart(string line)
    {
        var result = await AtriumRun.ToEndAsync([.. line.Split(' '), "--data", scratch["none"]]);
        Assert.Equal(1, result.ExitCode);
        AssertSentence(result.Error);
        Assert.Contains("atrium serve --data", result.Error, StringComparison.Ordinal);
    }

    private static void AssertSentence(string error)
    {
        Assert.NotEmpty(error);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", error, StringComparison.Ordinal);
    }
}
