using System.IO.Pipelines;

namespace Atrium.Protocols.Connections;

/// <summary>The two ways of a connection, as whoever stands between leaves them to those behind.</summary>
/// <param name="Input">What comes.</param>
/// <param name="Output">What is sent.</param>
public sealed record DuplexPipe(PipeReader Input, PipeWriter Output) : IDuplexPipe;
