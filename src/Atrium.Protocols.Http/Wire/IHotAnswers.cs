using Microsoft.AspNetCore.Connections;

namespace Atrium.Protocols.Http.Wire;

/// <summary>Answers that are ready: what they need is in memory, so that the thread that reads from the sockets can write them itself.</summary>
internal interface IHotAnswers
{
    /// <summary>The answer to a request; null for whatever is not ready, which goes the way of all requests.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="door">Where it came in.</param>
    /// <param name="head">The request's head, complete.</param>
    /// <param name="bytes">From the head's first byte on.</param>
    HotAnswer? Find(ConnectionContext connection, HttpDoor door, HeadReader head, ReadOnlySpan<byte> bytes);

    /// <summary>Counts one that was given.</summary>
    void Note(HttpDoor door, int status, long began);
}

/// <summary>An answer that is ready.</summary>
/// <param name="Status">Of it.</param>
/// <param name="Head">The status line and all fields but Date and those of the door, each with its end.</param>
/// <param name="DoorFields">What the door adds: fields, each with its end.</param>
/// <param name="Body">The content; empty for none.</param>
internal readonly record struct HotAnswer(int Status, ReadOnlyMemory<byte> Head, ReadOnlyMemory<byte> DoorFields, ReadOnlyMemory<byte> Body);
