using System.IO.Pipelines;

namespace Atrium.Protocols.Http.Wire;

/// <summary>The two ways of a connection.</summary>
internal sealed record DuplexPipe(PipeReader Input, PipeWriter Output) : IDuplexPipe;
