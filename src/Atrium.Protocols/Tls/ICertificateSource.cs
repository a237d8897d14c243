namespace Atrium.Protocols.Tls;

/// <summary>Where certificates come from: the local authority, the operator's files.</summary>
internal interface ICertificateSource
{
    /// <summary>What can be served now. Replaced whole, never changed in place: handshakes read it at any moment.</summary>
    IReadOnlyList<ServerCertificate> Certificates { get; }

    /// <summary>Looks whether something is to be read again or renewed. Called by one caller at a time, every few seconds.</summary>
    /// <returns>True when <see cref="Certificates"/> has changed.</returns>
    ValueTask<bool> RefreshAsync(CancellationToken cancellation);
}
