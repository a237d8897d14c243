using System.Text.RegularExpressions;

namespace Atrium.Conformance.Dav;

/// <summary>The suite that WebDAV servers are held against, over TLS.</summary>
[Collection(DavCollection.Name)]
public sealed class LitmusTests(DavServer server)
{
    [Fact]
    public async Task Litmus_OnASpace_PassesAllOfItsChecksWithoutAWarning()
    {
        // It leaves its log in the folder that it runs in.
        var folder = Directory.CreateDirectory(server.Scratch.Path("litmus")).FullName;
        var run = await Shell.RunAsync(
            "sh", "-c", $"cd '{folder}' && litmus -k '{server.Url}/dav/shared/x/' admin '{AtriumProgram.Password}'");
        Assert.True(run.ExitCode == 0, $"{run}");
        Assert.DoesNotContain("WARNING", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("FAIL", run.Output, StringComparison.Ordinal);
        var summaries = Regex.Matches(run.Output, "of ([0-9]+) tests run: ([0-9]+) passed, 0 failed");
        Assert.Equal(5, summaries.Count);
        Assert.Equal(103, summaries.Sum(summary => int.Parse(summary.Groups[2].Value)));
        // Of itself it leaves away what it can do in clear text only.
        Assert.Equal("1 test was skipped", Assert.Single(Regex.Matches(run.Output, "[0-9]+ tests? (was|were) skipped").Select(skipped => skipped.Value)));
    }
}
