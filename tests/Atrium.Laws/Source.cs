namespace Atrium.Laws;

/// <summary>The repository that these tests were built from.</summary>
internal static class Source
{
    internal static string Root { get; } = Find(AppContext.BaseDirectory);

    private static string Find(string folder)
        => File.Exists(Path.Combine(folder, "Atrium.slnx")) ? folder : Find(Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("Run the tests inside the repository."));
}
