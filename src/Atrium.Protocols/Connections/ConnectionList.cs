using System.Collections.Concurrent;

namespace Atrium.Protocols.Connections;

/// <summary>All open connections of all protocols.</summary>
public sealed class ConnectionList
{
    private readonly ConcurrentDictionary<string, OpenConnection> open = new(StringComparer.Ordinal);

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

    internal void Remove(OpenConnection connection) => open.TryRemove(KeyValuePair.Create(connection.Id, connection));
}
