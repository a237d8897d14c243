namespace Atrium.Client;

/// <summary>Nobody answers at the address, or the connection broke.</summary>
public sealed class ServerUnreachableException(string address, ReachFailure failure, Exception cause)
    : IOException($"{address}: {cause.Message}", cause)
{
    /// <summary>What was called.</summary>
    public string Address { get; } = address;

    /// <summary>How it failed.</summary>
    public ReachFailure Failure { get; } = failure;

    /// <summary>What the server showed, where it was not trusted.</summary>
    public PresentedCertificate? Certificate { get; init; }
}

/// <summary>How a server could not be reached.</summary>
public enum ReachFailure
{
    /// <summary>Nobody listens there.</summary>
    NotRunning,

    /// <summary>The operating system does not let this user in.</summary>
    NotAllowed,

    /// <summary>It was there, and the connection broke.</summary>
    Broken,

    /// <summary>Whoever answers has not the certificate that was expected; nothing was sent.</summary>
    Untrusted,
}
