namespace Atrium.Conformance.Harness;

/// <summary>The program as it was built, and its commands that run to an end.</summary>
internal static class AtriumProgram
{
    public const string Password = "conformance-password-1";

    private static readonly Lazy<Task<string>> Built = new(BuildAsync);

    /// <summary>The program's file, built by ./atrium when a source is newer. Started by itself, so that its process id is the server's.</summary>
    public static Task<string> DllAsync() => Built.Value;

    /// <summary>One command, such as <c>space add /shared/x --data D</c>, to its end.</summary>
    public static async Task<ShellResult> RunAsync(params string[] arguments) =>
        await Shell.RunAsync("dotnet", [await DllAsync(), .. arguments], input: null);

    private static async Task<string> BuildAsync()
    {
        // A program from elsewhere, an installed one for example, must keep the same contract.
        if (Environment.GetEnvironmentVariable("ATRIUM_TEST_PROGRAM") is { Length: > 0 } given)
            return given;
        var root = RepositoryRoot();
        (await Shell.RunAsync(Path.Combine(root, "atrium"), "--version")).OrThrow();
        return Path.Combine(root, "out", "atrium", "Atrium.dll");
    }

    internal static string RepositoryRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Atrium.slnx")))
                return folder.FullName;
        }
        throw new InvalidOperationException($"No Atrium.slnx above {AppContext.BaseDirectory}.");
    }
}
