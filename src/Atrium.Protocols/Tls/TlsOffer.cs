namespace Atrium.Protocols.Tls;

/// <summary>What the beginning of a connection tells about the versions that a client offers.</summary>
public enum TlsOffer
{
    /// <summary>It cannot be told: every version of the policy is offered to it, at the cost of session resumption.</summary>
    Unknown,

    /// <summary>TLS 1.3, perhaps with older versions beside it: it gets 1.3.</summary>
    Tls13,

    /// <summary>Older versions only.</summary>
    Older,
}
