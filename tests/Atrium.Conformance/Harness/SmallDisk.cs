namespace Atrium.Conformance.Harness;

/// <summary>A tmpfs of a few megabytes: a disk that fills up quickly.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private SmallDisk(string folder) => Folder = folder;

    public string Folder { get; }

    public long FreeBytes => new DriveInfo(Folder).AvailableFreeSpace;

    /// <summary>Mounts one; skips the test where the machine does not allow mounts.</summary>
    public static async Task<SmallDisk> CreateAsync(Scratch scratch, int megabytes)
    {
        var folder = scratch.Path("small");
        Directory.CreateDirectory(folder);
        var answer = await Shell.RunAsync("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", folder);
        Assert.SkipWhen(answer.ExitCode != 0, $"This machine does not allow a tmpfs mount: {answer.Error}");
        return new(folder);
    }

    public async ValueTask DisposeAsync()
    {
        if ((await Shell.RunAsync("umount", Folder)).ExitCode != 0)
            await Shell.RunAsync("umount", "--lazy", Folder); // a process that outlived the test still sits in it
    }
}
