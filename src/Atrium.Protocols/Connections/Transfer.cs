namespace Atrium.Protocols.Connections;

/// <summary>A file that is on its way, to be seen by administrators and ended with its connection.</summary>
public sealed class Transfer : IDisposable
{
    private readonly TransferList list;
    private readonly TimeProvider clock;
    private readonly long began;
    private Func<long> bytes = () => 0;

    internal Transfer(TransferList list, TimeProvider clock, string connection, TransferDirection direction, string path, long? length)
    {
        (this.list, this.clock, Connection, Direction, Path, Length) = (list, clock, connection, direction, path, length);
        began = clock.GetTimestamp();
    }

    /// <summary>The number of the connection that it is on.</summary>
    public string Connection { get; }

    /// <summary>From the client or to it.</summary>
    public TransferDirection Direction { get; }

    /// <summary>Of the file.</summary>
    public string Path { get; }

    /// <summary>Bytes in all, where that is known.</summary>
    public long? Length { get; }

    /// <summary>Bytes so far.</summary>
    public long Bytes => bytes();

    /// <summary>Bytes in a second, on the whole.</summary>
    public double Rate => clock.GetElapsedTime(began).TotalSeconds is > 0 and var seconds ? Bytes / seconds : 0;

    /// <summary>Says what counts its bytes.</summary>
    public void CountedBy(Func<long> counter) => bytes = counter;

    /// <summary>It has ended.</summary>
    public void Dispose() => list.Remove(this);
}

/// <summary>Which way a file goes.</summary>
public enum TransferDirection
{
    /// <summary>From the client.</summary>
    Upload,

    /// <summary>To the client.</summary>
    Download,
}
