using System.Globalization;
using System.Net.Http.Headers;
using System.Text;

namespace Atrium.Client;

/// <summary>
/// Files in as many pieces and over as many connections as it takes: tus 1.0 (https://tus.io/protocols/resumable-upload), as a client
/// speaks it, for an account's uploads and for a link that takes files.
/// </summary>
public abstract class TusUploads
{
    private const string Resumable = "Tus-Resumable", Version = "1.0.0", Offset = "Upload-Offset", Length = "Upload-Length";

    private readonly Wire wire;
    private readonly string root;

    internal TusUploads(Wire wire, string root) => (this.wire, this.root) = (wire, root);

    /// <summary>How far an upload is: after a cut, go on from <see cref="UploadState.Received"/>.</summary>
    /// <exception cref="AtriumRefusedException">It ended, or was given up (NotFound).</exception>
    public Task<UploadState> GetAsync(string address, CancellationToken cancellation)
        => AskAsync(wire.Request(HttpMethod.Head, address, null), address, cancellation);

    /// <summary>Adds bytes; those that make it whole let the file stand at its place. What came before a cut is on the server's disk.</summary>
    /// <param name="address">Of the upload.</param>
    /// <param name="offset">How many bytes are there already; refused (Conflict) when there are others.</param>
    /// <param name="body">Read from where it stands to its end.</param>
    /// <param name="length">Bytes to come; null when unknown.</param>
    /// <param name="cancellation">Ends it; what came stays.</param>
    public Task<UploadState> AppendAsync(string address, long offset, Stream body, long? length, CancellationToken cancellation)
    {
        var content = new StreamContent(body, 128 * 1024);
        content.Headers.ContentLength = length;
        content.Headers.ContentType = new MediaTypeHeaderValue("application/offset+octet-stream");
        var request = wire.Request(HttpMethod.Patch, address, content);
        request.Headers.Add(Offset, offset.ToString(CultureInfo.InvariantCulture));
        return AskAsync(request, address, cancellation);
    }

    /// <summary>Gives an upload up.</summary>
    public async Task AbandonAsync(string address, CancellationToken cancellation)
    {
        var request = wire.Request(HttpMethod.Delete, address, null);
        request.Headers.Add(Resumable, Version);
        using var response = await wire.SendAsync(request, cancellation).ConfigureAwait(false);
    }

    /// <summary>Begins one.</summary>
    internal async Task<UploadState> BeginAsync(long? size, DateTimeOffset? modified, CancellationToken cancellation, params (string Key, string Value)[] metadata)
    {
        var request = wire.Request(HttpMethod.Post, root, null);
        if (size is { } bytes)
            request.Headers.Add(Length, bytes.ToString(CultureInfo.InvariantCulture));
        else
            request.Headers.Add("Upload-Defer-Length", "1");
        if (modified is { } time)
            metadata = [.. metadata, ("modified", FilesClient.Timestamp(time))];
        request.Headers.Add("Upload-Metadata", string.Join(',', metadata.Select(pair => $"{pair.Key} {Convert.ToBase64String(Encoding.UTF8.GetBytes(pair.Value))}")));
        return await AskAsync(request, null, cancellation).ConfigureAwait(false);
    }

    private async Task<UploadState> AskAsync(HttpRequestMessage request, string? address, CancellationToken cancellation)
    {
        request.Headers.Add(Resumable, Version);
        using var response = await wire.SendAsync(request, cancellation).ConfigureAwait(false);
        var told = address ?? response.Headers.Location?.OriginalString;
        return told is not null && Number(response, Offset) is { } received
            ? new UploadState(told, Number(response, Length), received)
            {
                Etag = response.Headers.ETag?.Tag.Trim('"'),
                Name = response.Content.Headers.ContentDisposition is { } disposition ? disposition.FileNameStar ?? disposition.FileName?.Trim('"') : null,
            }
            : throw wire.Unreachable(new HttpRequestException("The server's answer does not say how far the upload is: is it an Atrium server of this version?"));
    }

    private static long? Number(HttpResponseMessage response, string field)
        => response.Headers.TryGetValues(field, out var values) && long.TryParse(values.First(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}

/// <summary>How far an upload is.</summary>
/// <param name="Address">By which it is named; to be kept by whoever wants to go on with it later.</param>
/// <param name="Size">Bytes of the whole; null when they were not said.</param>
/// <param name="Received">Bytes that are on the server's disk.</param>
public sealed record UploadState(string Address, long? Size, long Received)
{
    /// <summary>Whether the file stands at its place.</summary>
    public bool IsFinished => Received == Size;

    /// <summary>The entity tag of the file, without quotes, in the answer to what finished it.</summary>
    public string? Etag { get; init; }

    /// <summary>The name that a file has that was left by a link: another one where its own was taken.</summary>
    public string? Name { get; init; }
}
