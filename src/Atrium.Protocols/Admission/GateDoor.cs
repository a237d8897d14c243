using System.Buffers;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Atrium.Protocols.Admission;

/// <summary>What the gate has to know of a door.</summary>
/// <param name="Protocol">The protocol's short name, which rules may name.</param>
/// <param name="IsEncrypted">Whether nobody on the way can read along.</param>
public sealed record GateDoor(string Protocol, bool IsEncrypted)
{
    /// <summary>
    /// Writes the protocol's words for "too many, come again": 503, 421, BYE. Null where there are none to be said, as before a TLS handshake:
    /// then the connection is closed.
    /// </summary>
    public Action<IBufferWriter<byte>>? Busy { get; init; }
}

/// <summary>Puts the gate before a door.</summary>
public static class GateListenOptions
{
    /// <summary>To be called before anything else of the endpoint: what is called first meets a connection first.</summary>
    public static ListenOptions UseGate(this ListenOptions options, Gate gate, GateDoor door)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(gate);
        ArgumentNullException.ThrowIfNull(door);
        options.Use(next => connection => gate.RunAsync(connection, door, next));
        return options;
    }
}
