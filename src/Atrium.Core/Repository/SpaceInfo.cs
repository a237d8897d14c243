namespace Atrium.Core.Repository;

/// <summary>A space, as those see it who may.</summary>
/// <param name="Path">/home/NAME, /shared/NAME or /sites/HOST.</param>
/// <param name="Owner">The account or group that holds all rights in it; null when it is gone.</param>
/// <param name="Quota">Live bytes allowed; null for no limit.</param>
/// <param name="Used">Live bytes; null for whom something in it may be hidden from.</param>
/// <param name="HistoryCap">Bytes of history allowed; null means as much as the quota, or no limit where there is no quota.</param>
/// <param name="History">Bytes kept only for the past; null as <paramref name="Used"/>.</param>
/// <param name="Retention">How long the past is kept.</param>
/// <param name="Sequence">Of its last change.</param>
/// <param name="Horizon">The earliest sequence number that can still be read.</param>
public sealed record SpaceInfo(
    NodePath Path, string? Owner, long? Quota, long? Used, long? HistoryCap, long? History, TimeSpan Retention, long Sequence, long Horizon);

/// <summary>What becomes of what is in a space that is removed.</summary>
public enum SpaceFate
{
    /// <summary>The space goes when nothing is in it and nothing ever was; otherwise the removal is refused.</summary>
    DeleteIfUnused,

    /// <summary>It goes, with everything in it and with its past.</summary>
    Delete,
}

/// <summary>What to set on a space; null leaves a value as it is.</summary>
public sealed record SpaceSettings
{
    /// <summary>Kept for 30 days: a mistake is noticed within a month's rhythm.</summary>
    public static readonly TimeSpan DefaultRetention = TimeSpan.FromDays(30);

    /// <summary>Longest retention, 100 years: further than any clock in the tree is kept.</summary>
    public static readonly TimeSpan MaxRetention = TimeSpan.FromDays(36_525);

    /// <summary>Live bytes, 0 or more; -1 takes the limit off.</summary>
    public long? Quota { get; init; }

    /// <summary>Bytes of history, 0 or more; -1 makes it follow the quota.</summary>
    public long? HistoryCap { get; init; }

    /// <summary>0 to <see cref="MaxRetention"/>.</summary>
    public TimeSpan? Retention { get; init; }

    /// <summary>The name of the account or group that holds all rights.</summary>
    public string? Owner { get; init; }
}
