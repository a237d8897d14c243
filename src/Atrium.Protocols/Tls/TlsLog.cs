using Microsoft.Extensions.Logging;

namespace Atrium.Protocols.Tls;

/// <summary>What the TLS part says: ids 200 to 219. Names and times only, never a key.</summary>
internal static partial class TlsLog
{
    [LoggerMessage(200, LogLevel.Information, "Made a local certificate authority: {Path}, SHA-256 {Fingerprint}, valid until {NotAfter:u}. Clients that trust it trust this server.")]
    internal static partial void AuthorityCreated(this ILogger log, string path, string fingerprint, DateTime notAfter);

    [LoggerMessage(201, LogLevel.Warning, "Made the certificate of the local authority again, for the same key: {Path}, because {Reason}. Valid until {NotAfter:u}.")]
    internal static partial void AuthorityCertificateRemade(this ILogger log, string path, string reason, DateTime notAfter);

    [LoggerMessage(202, LogLevel.Information, "Issued the server's certificate {Path} for {Names}, valid until {NotAfter:u}; the one before: {Reason}.")]
    internal static partial void ServerCertificateIssued(this ILogger log, string path, string names, DateTimeOffset notAfter, string reason);

    [LoggerMessage(203, LogLevel.Error, "The server's certificate {Path} could not be renewed; it ends at {NotAfter:u}. The next attempt is in five minutes.")]
    internal static partial void RenewalFailed(this ILogger log, Exception cause, string path, DateTimeOffset notAfter);

    [LoggerMessage(204, LogLevel.Information, "Certificate {Path} is in service for {Names}, valid until {NotAfter:u}.")]
    internal static partial void PairLoaded(this ILogger log, string path, string names, DateTimeOffset notAfter);

    [LoggerMessage(205, LogLevel.Error, "Certificate {Path} with key {KeyPath} cannot be served: {Reason}.")]
    internal static partial void PairBroken(this ILogger log, string path, string keyPath, string reason);

    [LoggerMessage(206, LogLevel.Error, "The new certificate {Path} with key {KeyPath} cannot be served: {Reason}. The one read before, valid until {NotAfter:u}, stays in service.")]
    internal static partial void PairBrokenOldServed(this ILogger log, string path, string keyPath, string reason, DateTimeOffset notAfter);

    [LoggerMessage(207, LogLevel.Information, "Certificate {Path} was removed and is no longer in service.")]
    internal static partial void PairRemoved(this ILogger log, string path);

    [LoggerMessage(208, LogLevel.Warning, "Certificate {Path} ends at {NotAfter:u}: put its successor in place.")]
    internal static partial void PairExpiresSoon(this ILogger log, string path, DateTimeOffset notAfter);

    [LoggerMessage(209, LogLevel.Error, "Certificate {Path} ended at {NotAfter:u}. It is served only for names that no other certificate has.")]
    internal static partial void PairExpired(this ILogger log, string path, DateTimeOffset notAfter);

    [LoggerMessage(210, LogLevel.Warning, "Certificate {Path} becomes valid at {NotBefore:u}; until then others are preferred.")]
    internal static partial void PairNotYetValid(this ILogger log, string path, DateTimeOffset notBefore);

    [LoggerMessage(211, LogLevel.Warning, "The private key {Path} could be read by others than its owner; its mode is 0600 again. Somebody may have copied it.")]
    internal static partial void KeyProtected(this ILogger log, string path);

    [LoggerMessage(212, LogLevel.Warning, "The private key {Path} can be read or written by everybody on this machine: take that right away (chmod o= {Path}).")]
    internal static partial void KeyOpenToEverybody(this ILogger log, string path);

    [LoggerMessage(213, LogLevel.Error, "The certificate folder {Folder} cannot be read; what was read before stays in service.")]
    internal static partial void FolderUnreadable(this ILogger log, Exception cause, string folder);

    [LoggerMessage(215, LogLevel.Information, "Issued a certificate for the site {Name}, valid until {NotAfter:u}. One of your own goes before it: put it into certs/.")]
    internal static partial void SiteCertificateIssued(this ILogger log, string name, DateTimeOffset notAfter);

    [LoggerMessage(214, LogLevel.Error, "Looking after the certificates failed; the ones in service stay. The next look is in a few seconds.")]
    internal static partial void RefreshFailed(this ILogger log, Exception cause);
}
