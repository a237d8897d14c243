using Atrium.Core.Examination;
using Atrium.Values;

namespace Atrium.Doctor;

/// <summary>What the system lets the server have.</summary>
internal static class LimitsLook
{
    /// <summary>A few hundred for files and the database, the rest for connections: fewer do not serve an office with its devices.</summary>
    private const long FewFiles = 4096;

    /// <summary>An idle server takes up to 150 MB, a password 19 MiB while it is looked at, each TLS connection 50 KB.</summary>
    private const long LittleMemory = 384L * 1024 * 1024;

    internal static IEnumerable<Finding> OpenFiles(long files)
    {
        if (files >= FewFiles)
            yield break;
        yield return new Finding(
            "open-files", Severity.Warning, "the limit of open files",
            $"This process may have {files} files and connections open at once. When they run out, nobody is answered any more.",
            "Raise it: LimitNOFILE=65536 in the unit of systemd, --ulimit nofile=65536 of the container, or ulimit -n 65536 before the start.");
    }

    internal static IEnumerable<Finding> Memory(long? limit)
    {
        if (limit is not { } bytes || bytes >= LittleMemory)
            yield break;
        yield return new Finding(
            "memory", Severity.Warning, "the limit of memory",
            $"The control group of this process has {ByteSize.Format(bytes)}. Above it the kernel ends the server in the middle of its work.",
            "Raise it to at least 512 MiB: MemoryMax= in the unit of systemd, --memory of the container.");
    }

    internal static IEnumerable<Finding> ClockService(bool? isSynchronised)
    {
        if (isSynchronised is not false)
            yield break;
        yield return new Finding(
            "clock-service", Severity.Notice, "the clock of this machine",
            "The kernel says that no time service keeps it right. A clock that is wrong makes certificates and tokens look expired, and the times of changes wrong.",
            "Turn one on: timedatectl set-ntp true, or install chrony. In a virtual machine or container the host may do it.");
    }
}
