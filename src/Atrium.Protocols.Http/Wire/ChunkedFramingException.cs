namespace Atrium.Protocols.Http.Wire;

/// <summary>A chunked body that breaks the grammar. An I/O error, because that is what Kestrel expects of a connection that fails it.</summary>
internal sealed class ChunkedFramingException(string message) : IOException(message);
