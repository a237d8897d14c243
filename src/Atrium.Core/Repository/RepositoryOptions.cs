namespace Atrium.Core.Repository;

/// <summary>How the repository keeps content.</summary>
public sealed record RepositoryOptions
{
    /// <summary>
    /// Content up to this many bytes is kept in the catalog, and costs one fsync instead of three. 0 to 1 MiB; 64 KiB: above
    /// it, the fsyncs are no longer what an upload takes its time for, and the log would be written twice.
    /// </summary>
    public int InlineThreshold { get; init; } = 64 * 1024;

    /// <summary>
    /// How long a blob that nothing refers to is kept before its file goes: longer than the longest download that may
    /// still be reading it.
    /// </summary>
    public TimeSpan BlobGrace { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Between two rounds of maintenance: short enough that freed space is seen, long enough to cost nothing.</summary>
    public TimeSpan MaintenanceInterval { get; init; } = TimeSpan.FromMinutes(1);
}
