using System.Collections.Concurrent;

namespace Atrium.Protocols.Connections;

/// <summary>All open connections of all protocols.</summary>
public sealed class ConnectionList
{
    private readonly ConcurrentDictionary<string, OpenConnection> open = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ConnectionTotals> closed = new(StringComparer.Ordinal);

    /// <summary>Those that are open now, in no order.</summary>
    public IEnumerable<OpenConnection> All => open.Select(pair => pair.Value);

    /// <summary>Ends one.</summary>
    /// <returns>False when there is none of this number.</returns>
    public bool End(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        if (!open.TryGetValue(id, out var connection))
            return false;
        connection.End("An administrator has ended the connection.");
        return true;
    }

    internal void Add(OpenConnection connection) => open[connection.Id] = connection;

    internal void Remove(OpenConnection connection)
    {
        // From one to the other in one step: a sum that goes back for a moment looks like a server that has started anew.
        lock (closed)
        {
            if (open.TryRemove(KeyValuePair.Create(connection.Id, connection)))
                closed[connection.Protocol] = Add(closed, connection) with { Open = 0 };
        }
    }

    /// <summary>Connections and bytes since the start, by protocol.</summary>
    public IReadOnlyList<ConnectionTotals> Totals()
    {
        lock (closed)
        {
            var totals = new Dictionary<string, ConnectionTotals>(closed, StringComparer.Ordinal);
            foreach (var connection in All)
                totals[connection.Protocol] = Add(totals, connection);
            return [.. totals.Values];
        }
    }

    private static ConnectionTotals Add(Dictionary<string, ConnectionTotals> totals, OpenConnection connection)
    {
        var before = totals.GetValueOrDefault(connection.Protocol, new ConnectionTotals(connection.Protocol, 0, 0, 0));
        return before with
        {
            Open = before.Open + 1,
            BytesIn = before.BytesIn + connection.BytesIn,
            BytesOut = before.BytesOut + connection.BytesOut,
        };
    }
}

/// <summary>The connections of one protocol since the start.</summary>
/// <param name="Protocol">Its short name.</param>
/// <param name="Open">Those that are open now.</param>
/// <param name="BytesIn">Read from the network.</param>
/// <param name="BytesOut">Handed to it.</param>
public readonly record struct ConnectionTotals(string Protocol, long Open, long BytesIn, long BytesOut);
