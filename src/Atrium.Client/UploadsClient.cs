using System.Globalization;
using System.Net.Http.Json;
using Atrium.Api;

namespace Atrium.Client;

/// <summary>Large files, in as many pieces and over as many connections as it takes.</summary>
public sealed class UploadsClient
{
    private const string Root = "/api/v1/uploads";

    private readonly Wire wire;

    internal UploadsClient(Wire wire) => this.wire = wire;

    /// <summary>What the caller has begun and not finished, oldest first.</summary>
    public Task<IReadOnlyList<UploadRecord>> ListAsync(CancellationToken cancellation)
        => wire.AllAsync(Root, AtriumJson.Default.PageRecordUploadRecord, cancellation);

    /// <summary>Begins an upload; nobody sees the file before it is finished.</summary>
    public Task<UploadRecord> BeginAsync(UploadRequest request, CancellationToken cancellation)
        => wire.AskAsync(
            HttpMethod.Post, Root, JsonContent.Create(request, AtriumJson.Default.UploadRequest), AtriumJson.Default.UploadRecord, cancellation);

    /// <summary>How far an upload is: after a cut, go on from <see cref="UploadRecord.Received"/>.</summary>
    public Task<UploadRecord> GetAsync(string upload, CancellationToken cancellation)
        => wire.AskAsync(HttpMethod.Get, Of(upload), null, AtriumJson.Default.UploadRecord, cancellation);

    /// <summary>Adds bytes. When this is cut off, what came in whole pieces of 16 MiB (more for a very large file) is on the server's disk.</summary>
    /// <param name="upload">Its id.</param>
    /// <param name="offset">How many bytes are there already; refused (Conflict) when there are others.</param>
    /// <param name="body">Read from where it stands to its end.</param>
    /// <param name="length">Bytes to come; null when unknown.</param>
    /// <param name="cancellation">Ends it; what came stays.</param>
    public Task<UploadRecord> AppendAsync(string upload, long offset, Stream body, long? length, CancellationToken cancellation)
    {
        var content = new StreamContent(body, 128 * 1024);
        content.Headers.ContentLength = length;
        return wire.AskAsync(
            HttpMethod.Patch, $"{Of(upload)}?offset={offset.ToString(CultureInfo.InvariantCulture)}", content, AtriumJson.Default.UploadRecord, cancellation);
    }

    /// <summary>Lets the whole file stand at its path.</summary>
    public Task<StoredRecord> FinishAsync(string upload, CancellationToken cancellation)
        => wire.AskAsync(HttpMethod.Post, $"{Of(upload)}/finish", null, AtriumJson.Default.StoredRecord, cancellation);

    /// <summary>Gives an upload up.</summary>
    public Task AbandonAsync(string upload, CancellationToken cancellation) => wire.DoAsync(HttpMethod.Delete, Of(upload), null, cancellation);

    private static string Of(string upload) => $"{Root}/{Uri.EscapeDataString(upload)}";
}
