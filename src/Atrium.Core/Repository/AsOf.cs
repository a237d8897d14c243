namespace Atrium.Core.Repository;

/// <summary>Which state of the tree a question is about: the present one, or the one of a time or a sequence number.</summary>
public readonly record struct AsOf
{
    private AsOf(DateTimeOffset? time, long? sequence) => (Time, Sequence) = (time, sequence);

    /// <summary>The state at the end of this moment.</summary>
    public DateTimeOffset? Time { get; }

    /// <summary>The state after the unit of this sequence number of the space.</summary>
    public long? Sequence { get; }

    /// <summary>The present.</summary>
    public static AsOf Now => default;

    /// <summary>True for the present.</summary>
    public bool IsNow => Time is null && Sequence is null;

    /// <summary>The state at the end of a moment.</summary>
    public static AsOf At(DateTimeOffset time) => new(time, null);

    /// <summary>The state after the unit of this sequence number of the space.</summary>
    public static AsOf Seq(long sequence) => new(null, sequence);
}
