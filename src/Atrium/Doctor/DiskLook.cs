using Atrium.Core.Examination;
using Atrium.Unix;
using Atrium.Values;

namespace Atrium.Doctor;

/// <summary>Room on the disk of the data folder, for bytes and for files.</summary>
internal static class DiskLook
{
    /// <summary>From here on uploads of an ordinary day may fill it; below the second one, the next one may.</summary>
    private const long LowBytes = 1024L * 1024 * 1024, NoBytes = 128L * 1024 * 1024;

    /// <summary>The same as a share, for large disks: file systems become slow when they are nearly full.</summary>
    private const double LowShare = 0.05, NoShare = 0.01;

    /// <summary>Large contents are a file each.</summary>
    private const long LowInodes = 10_000;

    internal static IEnumerable<Finding> Space(string folder)
    {
        if (FileSystemFacts.Of(folder) is not { Bytes: > 0 } disk)
            yield break;
        var share = (double)disk.FreeBytes / disk.Bytes;
        if (disk.FreeBytes >= LowBytes && share >= LowShare)
            yield break;
        var isUrgent = disk.FreeBytes < NoBytes || share < NoShare;
        yield return new Finding(
            "disk-space", isUrgent ? Severity.Problem : Severity.Warning, folder,
            $"{ByteSize.Format(disk.FreeBytes)} of {ByteSize.Format(disk.Bytes)} are free. When nothing is, changes are refused; reading goes on.",
            "Make room on the disk, move the data folder to a larger one, or shorten how long the past is kept (atrium space set PATH --retention).");
    }

    internal static IEnumerable<Finding> Inodes(string folder)
    {
        if (FileSystemFacts.Of(folder) is not { Inodes: > 0 } disk)
            yield break;
        if (disk.FreeInodes >= LowInodes || (double)disk.FreeInodes / disk.Inodes >= LowShare)
            yield break;
        yield return new Finding(
            "inodes", disk.FreeInodes < LowInodes / 10 ? Severity.Problem : Severity.Warning, folder,
            $"The file system has room for {disk.FreeInodes} more files (of {disk.Inodes}), however many bytes are free. Contents above 64 KiB are a file each.",
            "Remove files that are not needed from this file system (df -i, du --inodes), or move the data folder to one with more inodes.");
    }
}
