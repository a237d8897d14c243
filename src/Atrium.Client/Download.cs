namespace Atrium.Client;

/// <summary>The bytes of a file as they arrive.</summary>
public sealed class Download : IAsyncDisposable
{
    private readonly HttpResponseMessage response;

    internal Download(HttpResponseMessage response, Stream body) => (this.response, Body) = (response, body);

    /// <summary>Ends early with an exception when the connection breaks; never silently.</summary>
    public Stream Body { get; }

    /// <summary>Bytes to come; null when the server did not say.</summary>
    public long? Length => response.Content.Headers.ContentLength;

    /// <summary>Which byte of the file comes first.</summary>
    public long Offset => response.Content.Headers.ContentRange?.From ?? 0;

    /// <summary>Without quotes.</summary>
    public string? ETag => response.Headers.ETag?.Tag.Trim('"');

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Body.DisposeAsync().ConfigureAwait(false);
        response.Dispose();
    }
}
