using System.Net;
using Microsoft.AspNetCore.Connections;

namespace Atrium.Protocols.Connections;

/// <summary>
/// A connection while it is open, whatever is spoken on it. It lies in the connection's features from its first byte on; protocols say
/// in it who has signed in and what is being done.
/// </summary>
public sealed class OpenConnection
{
    private readonly ConnectionContext context;
    private readonly CountedInput input;
    private readonly CountedOutput output;
    private volatile string? account;
    private volatile string activity = "";

    internal OpenConnection(ConnectionContext context, ConnectionOrigin origin, CountedInput input, CountedOutput output)
    {
        (this.context, this.input, this.output) = (context, input, output);
        (Protocol, Peer, Since, IsEncrypted) = (origin.Protocol, origin.Peer, origin.Since, origin.IsEncrypted);
    }

    /// <summary>Unique while the server runs; the same as in <see cref="Core.Visit.ConnectionId"/>.</summary>
    public string Id => context.ConnectionId;

    /// <summary>The protocol's short name.</summary>
    public string Protocol { get; }

    /// <summary>The client's address, also where a proxy brought it; null for the machine itself.</summary>
    public IPAddress? Peer { get; }

    /// <summary>When it was accepted.</summary>
    public DateTimeOffset Since { get; }

    /// <summary>Whether nobody on the way can read along.</summary>
    public bool IsEncrypted { get; }

    /// <summary>Bytes that were read from the network.</summary>
    public long BytesIn => input.Received;

    /// <summary>Bytes that were handed to the network.</summary>
    public long BytesOut => output.Sent;

    /// <summary>Who signed in last; null for nobody.</summary>
    public string? Account
    {
        get => account;
        set => account = value;
    }

    /// <summary>What it does now, in a word or two, without secrets; empty while it waits.</summary>
    public string Activity
    {
        get => activity;
        set => activity = value;
    }

    /// <summary>Ends it at once; what it was doing is cut off.</summary>
    /// <param name="reason">For the log.</param>
    public void End(string reason) => context.Abort(new ConnectionAbortedException(reason));
}

/// <summary>What is known of a connection when it is accepted.</summary>
/// <param name="Protocol">The protocol's short name.</param>
/// <param name="Peer">The client's address; null for the machine itself.</param>
/// <param name="Since">When.</param>
/// <param name="IsEncrypted">Whether nobody on the way can read along.</param>
internal readonly record struct ConnectionOrigin(string Protocol, IPAddress? Peer, DateTimeOffset Since, bool IsEncrypted);
