namespace Atrium.Core.Durability;

/// <summary>
/// The kernel could not put written bytes on disk. It must never be retried: after a failed fsync the kernel may have
/// dropped the dirty pages and will report success the next time (see docs/architecture.md, Durability).
/// </summary>
public sealed class FsyncFailedException(string path, int errno)
    : IOException($"fsync of {path} failed: {LibC.Describe(errno)}. Nothing after this moment can be promised to be on disk.", errno)
{
    /// <summary>The error number of the C library.</summary>
    public int Errno { get; } = errno;
}
