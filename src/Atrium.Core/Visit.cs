using System.Net;
using Atrium.Core.Guard;

namespace Atrium.Core;

/// <summary>How a caller came in: what every change and refusal is recorded with.</summary>
/// <param name="Protocol">The protocol's short name in lower case: "https", "local", later "ftp", "imap".</param>
/// <param name="Peer">The client's address; null for the machine itself.</param>
/// <param name="ConnectionId">Unique while the server runs.</param>
/// <param name="Encrypted">True when nobody on the way can read along.</param>
public sealed record Visit(string Protocol, IPAddress? Peer, string ConnectionId, bool Encrypted)
{
    /// <summary>
    /// What binds a sign-in to the channel: tls-server-end-point, the hash of the server's certificate (RFC 5929, 4.1). Null where there
    /// is no TLS, or the door does not know.
    /// </summary>
    public byte[]? ChannelBinding { get; init; }

    /// <summary>Who counts as one with the client (<see cref="Network.SourceOf"/>); null for the machine itself.</summary>
    internal Network? Source => Peer is { } peer ? Network.SourceOf(peer) : null;
}
