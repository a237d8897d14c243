using System.Runtime.InteropServices;

namespace Atrium.Unix;

/// <summary>What the kernel knows about this process.</summary>
internal static partial class CurrentProcess
{
    /// <summary>The user as which files are opened.</summary>
    internal static uint UserId => GetEffectiveUserId();

    /// <summary>From now on, files and sockets are made for their owner alone.</summary>
    internal static void KeepFilesPrivate() => _ = SetMask(0b000_111_111);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint GetEffectiveUserId();

    [LibraryImport("libc", EntryPoint = "umask")]
    private static partial uint SetMask(uint mask);
}
