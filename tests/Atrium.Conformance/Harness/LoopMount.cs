namespace Atrium.Conformance.Harness;

/// <summary>An ext4 file system in a file, so that its power can be cut without cutting the machine's.</summary>
internal sealed class LoopMount : IAsyncDisposable
{
    private readonly string image;
    private bool mounted;

    private LoopMount(string image, string folder)
    {
        this.image = image;
        Folder = folder;
    }

    public string Folder { get; }

    /// <summary>Makes and mounts one; skips the test where the machine does not allow mounts.</summary>
    public static async Task<LoopMount> CreateAsync(Scratch scratch, int megabytes)
    {
        var disk = new LoopMount(scratch.Path("disk.img"), scratch.Path("disk"));
        using (var file = File.OpenHandle(disk.image, FileMode.CreateNew, FileAccess.Write, preallocationSize: 0))
            RandomAccess.SetLength(file, megabytes * 1024L * 1024);
        (await Shell.RunAsync("mkfs.ext4", "-q", "-F", disk.image)).OrThrow();
        Directory.CreateDirectory(disk.Folder);
        var answer = await disk.TryMountAsync();
        Assert.SkipWhen(answer.ExitCode != 0, $"This machine does not allow a loop mount: {answer.Error}");
        return disk;
    }

    public async Task MountAsync() => (await TryMountAsync()).OrThrow();

    /// <summary>
    /// The file system stops here and now: what was not fsynced is lost, and every later call on it fails with EIO.
    /// </summary>
    /// <param name="journal">Whether metadata that waits in the file system's journal still reaches the disk.</param>
    public async Task CutPowerAsync(JournalAtCut journal) =>
        (await Shell.RunAsync("xfs_io", "-x", "-c", journal == JournalAtCut.Flushed ? "shutdown -f" : "shutdown", Folder)).OrThrow();

    public async Task UnmountAsync()
    {
        (await Shell.RunAsync("umount", Folder)).OrThrow();
        mounted = false;
    }

    public async ValueTask DisposeAsync()
    {
        if (mounted && (await Shell.RunAsync("umount", Folder)).ExitCode != 0)
            await Shell.RunAsync("umount", "--lazy", Folder); // a process that outlived the test still sits in it
    }

    private async Task<ShellResult> TryMountAsync()
    {
        var answer = await Shell.RunAsync("mount", "-o", "loop", image, Folder);
        mounted = answer.ExitCode == 0;
        return answer;
    }
}

/// <summary>What a power cut does to the file system's own journal.</summary>
internal enum JournalAtCut
{
    /// <summary>Lost with the rest: the file system goes back to its last commit.</summary>
    Lost,

    /// <summary>Written out: names and sizes are newer than data that nobody synced.</summary>
    Flushed,
}
