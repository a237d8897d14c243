using Atrium.Protocols.Timing;
using Microsoft.AspNetCore.Connections;

namespace Atrium.Protocols.Http.Wire;

/// <summary>What the reader of a connection needs of the server.</summary>
internal interface IStrictInputHost
{
    /// <summary>As they are set now.</summary>
    HeadLimits Limits { get; }

    /// <summary>The tick.</summary>
    Deadlines Deadlines { get; }

    /// <summary>What is answered here; null for nothing.</summary>
    IHotAnswers? Hot { get; }

    /// <summary>The field Date, with its end.</summary>
    ReadOnlySpan<byte> Date { get; }

    /// <summary>By the clock on the wall.</summary>
    DateTimeOffset Now { get; }

    /// <summary>The moment at which a request begins.</summary>
    long Begin();

    /// <summary>Counts a request that was not taken, and tells the firewall where it breaks the grammar.</summary>
    void NoteFault(ConnectionContext connection, HttpDoor door, HeadFault fault, long began);
}
