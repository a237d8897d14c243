using Atrium.Core.Durability;
using Microsoft.Win32.SafeHandles;

namespace Atrium.Storage.Tests;

public sealed class DurabilityTests : IDisposable
{
    private const int EBADF = 9, EEXIST = 17;

    private readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    [Fact]
    public void Sync_BadDescriptor_Throws()
    {
        // A number that no descriptor has; not owned, so that nothing else is closed.
        using var bad = new SafeFileHandle(1_000_000, ownsHandle: false);
        Assert.Equal(EBADF, Assert.Throws<FsyncFailedException>(() => DurableFile.Sync(bad, "bad")).Errno);
    }

    [Fact]
    public void SyncDirectory_NoDirectory_Throws()
    {
        File.WriteAllText(scratch.File("file"), "");
        Assert.Throws<IOException>(() => DurableFile.SyncDirectory(scratch.File("missing")));
        Assert.Throws<IOException>(() => DurableFile.SyncDirectory(scratch.File("file")));
    }

    [Fact]
    public void Create_FileIsThere_IsRefusedAndTheFileStays()
    {
        File.WriteAllText(scratch.File("file"), "kept");
        Assert.Equal(EEXIST, Assert.Throws<IOException>(() => DurableFile.Create(scratch.File("file")).Dispose()).HResult);
        Assert.Equal("kept", File.ReadAllText(scratch.File("file")));
    }

    [Fact]
    public void Create_SymbolicLinkIsThere_IsRefused()
    {
        File.CreateSymbolicLink(scratch.File("link"), scratch.File("elsewhere"));
        Assert.Throws<IOException>(() => DurableFile.Create(scratch.File("link")).Dispose());
        Assert.False(File.Exists(scratch.File("elsewhere")));
    }

    [Fact]
    public void Create_NewFile_IsForTheOwnerOnly()
    {
        DurableFile.Create(scratch.File("file")).Dispose();
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(scratch.File("file")));
    }

    [Fact]
    public void Write_LeftoverOfACutOffStart_IsReplaced()
    {
        File.WriteAllText(scratch.File("file"), "old");
        File.WriteAllText(scratch.File("file.new"), "half");
        DurableFile.Write(scratch.File("file"), "new"u8);
        Assert.Equal("new", File.ReadAllText(scratch.File("file")));
        Assert.False(File.Exists(scratch.File("file.new")));
    }

    [Fact]
    public void FolderLock_Taken_IsRefusedWithTheHolderUntilItIsReleased()
    {
        using (FolderLock.TryTake(scratch.Folder, out _)!)
        {
            Assert.Null(FolderLock.TryTake(scratch.Folder, out var holder));
            Assert.Equal(Environment.ProcessId.ToString(), holder);
        }
        using var again = FolderLock.TryTake(scratch.Folder, out var nobody);
        Assert.NotNull(again);
        Assert.Null(nobody);
    }
}
