namespace Atrium.Conformance.Harness;

/// <summary>A temporary folder of one test, gone afterwards. ATRIUM_TEST_KEEP=1 leaves it there to be looked at.</summary>
internal sealed class Scratch : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("atrium-conformance-");

    public string Path(string name) => System.IO.Path.Combine(folder.FullName, name);

    public void Dispose()
    {
        if (Environment.GetEnvironmentVariable("ATRIUM_TEST_KEEP") == "1")
            TestRun.Say($"kept: {folder.FullName}");
        else
            folder.Delete(recursive: true);
    }
}
