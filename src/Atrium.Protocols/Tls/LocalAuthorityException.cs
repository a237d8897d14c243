namespace Atrium.Protocols.Tls;

/// <summary>The files of the local authority are damaged or do not belong together. The message says what to do.</summary>
/// <remarks>Never mended by itself: clients trust this authority by hand, and a new one would cut all of them off.</remarks>
public sealed class LocalAuthorityException(string message, Exception? cause = null) : Exception(message, cause);
