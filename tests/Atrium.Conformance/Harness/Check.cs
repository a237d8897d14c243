using System.Text.Json;

namespace Atrium.Conformance.Harness;

/// <summary><c>atrium check</c>, on a running server or on a folder that no server holds.</summary>
internal static class Check
{
    public static Task<ShellResult> RunAsync(string data) => AtriumProgram.RunAsync("check", "--data", data, "--json");

    /// <summary>Throws unless the check finds nothing.</summary>
    public static async Task CleanAsync(string data)
    {
        var result = await RunAsync(data);
        if (result.ExitCode != 0)
            Assert.Fail($"The check is not clean:\n{result}");
        using var problems = JsonDocument.Parse(result.Output);
        Assert.Equal(JsonValueKind.Array, problems.RootElement.ValueKind);
        Assert.Equal(0, problems.RootElement.GetArrayLength());
    }
}
