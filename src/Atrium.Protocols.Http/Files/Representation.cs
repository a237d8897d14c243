using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;

namespace Atrium.Protocols.Http.Files;

/// <summary>What a resource is answered with (RFC 9110, 3.2): bytes, and the fields that go with them.</summary>
internal abstract class Representation
{
    /// <summary>Without quotes; strong.</summary>
    internal abstract string ETag { get; }

    internal abstract DateTimeOffset Modified { get; }

    /// <summary>Bytes.</summary>
    internal abstract long Length { get; }

    /// <summary>What a cache needs, for 200, 206 and 304 alike (RFC 9110, 15.4.5).</summary>
    internal abstract void SetValidators(HttpResponse response);

    /// <summary>What it is, and what a browser may do with it.</summary>
    internal abstract void SetContent(HttpResponse response);

    /// <summary>Writes some of the bytes.</summary>
    internal abstract ValueTask CopyToAsync(PipeWriter destination, long offset, long length, CancellationToken cancellation);
}
