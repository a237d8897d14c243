using System.Collections.Concurrent;

namespace Atrium.Protocols.Connections;

/// <summary>The files that are on their way now, by whatever protocol.</summary>
public sealed class TransferList(TimeProvider clock)
{
    private readonly ConcurrentDictionary<Transfer, byte> running = new();

    /// <summary>All, in no order.</summary>
    public IEnumerable<Transfer> All => running.Select(pair => pair.Key);

    /// <summary>Begins one, until it is disposed.</summary>
    public Transfer Begin(string connection, TransferDirection direction, string path, long? length)
    {
        var transfer = new Transfer(this, clock, connection, direction, path, length);
        running[transfer] = 0;
        return transfer;
    }

    internal void Remove(Transfer transfer) => running.TryRemove(transfer, out _);
}
