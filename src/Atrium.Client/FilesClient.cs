using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using Atrium.Api;

namespace Atrium.Client;

/// <summary>The tree.</summary>
public sealed class FilesClient
{
    /// <summary>Entries of a page: the largest that the server gives.</summary>
    public const int PageSize = 1000;

    /// <summary>From here on it is cheaper to ask before the bytes are sent (RFC 9110, 10.1.1).</summary>
    private const long AskFirst = 1024 * 1024;

    private readonly Wire wire;

    internal FilesClient(Wire wire) => this.wire = wire;

    /// <summary>All entries of a folder, page by page as they are asked for.</summary>
    public async IAsyncEnumerable<FileRecord> ListAsync(string path, DateTimeOffset? at, [EnumeratorCancellation] CancellationToken cancellation)
    {
        string? after = null;
        do
        {
            var page = await ListPageAsync(path, at, after, PageSize, cancellation).ConfigureAwait(false);
            foreach (var entry in page.Entries)
                yield return entry;
            after = page.Next;
        }
        while (after is not null);
    }

    /// <summary>One page of a folder.</summary>
    public Task<ListingRecord> ListPageAsync(string path, DateTimeOffset? at, string? after, int limit, CancellationToken cancellation)
    {
        var query = $"?list&limit={limit.ToString(CultureInfo.InvariantCulture)}{Parameter("at", at)}{Parameter("after", after)}";
        return wire.AskAsync(HttpMethod.Get, Target(path) + query, null, AtriumJson.Default.ListingRecord, cancellation);
    }

    /// <summary>What stands at a path, now or at a moment.</summary>
    /// <exception cref="AtriumRefusedException">Nothing does (NotFound), or nothing that the caller may see.</exception>
    public Task<FileRecord> StatAsync(string path, DateTimeOffset? at, CancellationToken cancellation)
        => wire.AskAsync(HttpMethod.Get, $"{Target(path)}?stat{Parameter("at", at)}", null, AtriumJson.Default.FileRecord, cancellation);

    /// <summary>The versions of a file, newest first.</summary>
    public async IAsyncEnumerable<VersionRecord> VersionsAsync(string path, [EnumeratorCancellation] CancellationToken cancellation)
    {
        string? after = null;
        do
        {
            var page = await wire.AskAsync(
                HttpMethod.Get, $"{Target(path)}?versions{Parameter("after", after)}", null, AtriumJson.Default.VersionsRecord, cancellation)
                .ConfigureAwait(false);
            foreach (var version in page.Versions)
                yield return version;
            after = page.Next;
        }
        while (after is not null);
    }

    /// <summary>Creates a file or replaces its content; missing folders are made. Returns when it is on the server's disk.</summary>
    /// <returns>The entity tag, without quotes.</returns>
    public async Task<string?> StoreAsync(Upload upload, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(upload);
        var content = new StreamContent(upload.Body, 128 * 1024);
        content.Headers.ContentLength = upload.Length;
        var request = wire.Request(HttpMethod.Put, Target(upload.Path), content);
        request.Headers.ExpectContinue = upload.Length is null or > AskFirst;
        if (upload.Modified is { } modified)
            request.Headers.Add("Atrium-Modified", Timestamp(modified));
        using var response = await wire.SendAsync(request, cancellation).ConfigureAwait(false);
        return response.Headers.ETag?.Tag.Trim('"');
    }

    /// <summary>Files that one call of <see cref="StoreManyAsync"/> takes at the most.</summary>
    public const int MaxMany = 1000;

    /// <summary>Bytes of a file among many, at the most.</summary>
    public const int MaxAmongMany = 1024 * 1024;

    /// <summary>
    /// Stores many small files with one request: each as <see cref="StoreAsync"/> would, by itself. Returns when all that was stored is on
    /// the server's disk.
    /// </summary>
    /// <param name="files">At most <see cref="MaxMany"/>, each of at most <see cref="MaxAmongMany"/> bytes, and 64 MiB in all. Those whose length is unknown are read into memory.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>What became of each, in their order; fewer when the server did not read to the end, and then why.</returns>
    public async Task<StoredFilesRecord> StoreManyAsync(IReadOnlyList<Upload> files, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(files.Count, MaxMany);
        using var body = new MultipartFormDataContent();
        foreach (var file in files)
        {
            var part = new StreamContent(file.Body);
            part.Headers.ContentLength = file.Length;
            part.Headers.ContentDisposition = new ContentDispositionHeaderValue("form-data") { Name = "file", FileNameStar = file.Path.Trim('/') };
            if (file.Modified is { } modified)
                part.Headers.Add("Atrium-Modified", Timestamp(modified));
            body.Add(part);
        }
        return await wire.AskAsync(HttpMethod.Post, "/api/v1/operations/store?path=/", body, AtriumJson.Default.StoredFilesRecord, cancellation).ConfigureAwait(false);
    }

    /// <summary>Makes a folder, and the missing ones above it.</summary>
    public async Task MakeFolderAsync(string path, CancellationToken cancellation)
    {
        using var response = await wire.SendAsync(wire.Request(HttpMethod.Put, Target(path) + "/", null), cancellation).ConfigureAwait(false);
    }

    /// <summary>Opens a file, as it is or as it was.</summary>
    /// <param name="path">The file.</param>
    /// <param name="at">The state of this moment; null for the present.</param>
    /// <param name="etag">Only if it is still this one; null for any.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public Task<Download> OpenAsync(string path, DateTimeOffset? at, string? etag, CancellationToken cancellation)
        => OpenAsync(path, at, etag, 0, cancellation);

    /// <summary>Opens a file to go on from where an earlier download of it was cut off.</summary>
    /// <param name="path">The file.</param>
    /// <param name="at">The state of this moment; null for the present.</param>
    /// <param name="etag">What the bytes that are there already were a part of. Where it is another now, the answer is refused (PreconditionFailed).</param>
    /// <param name="offset">How many bytes are there already; <see cref="Download.Offset"/> says where the answer begins.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<Download> OpenAsync(string path, DateTimeOffset? at, string? etag, long offset, CancellationToken cancellation)
    {
        var query = at is null ? "" : "?" + Parameter("at", at)[1..];
        var request = wire.Request(HttpMethod.Get, Target(path) + query, null);
        if (etag is not null)
            request.Headers.IfMatch.Add(new EntityTagHeaderValue($"\"{etag}\""));
        if (offset > 0)
        {
            request.Headers.Range = new RangeHeaderValue(offset, null);
            if (etag is not null)
                request.Headers.IfRange = new RangeConditionHeaderValue(new EntityTagHeaderValue($"\"{etag}\""));
        }
        var response = await wire.SendAsync(request, cancellation).ConfigureAwait(false);
        return new Download(response, await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false));
    }

    /// <summary>Deletes a file or an empty folder; it can be undeleted within the retention.</summary>
    public Task DeleteAsync(string path, CancellationToken cancellation) => wire.DoAsync(HttpMethod.Delete, Target(path), null, cancellation);

    /// <summary>Deletes a file, or a folder with all that is in it.</summary>
    public Task DeleteTreeAsync(string path, CancellationToken cancellation)
        => wire.DoAsync(HttpMethod.Delete, Target(path) + "?recursive=true", null, cancellation);

    /// <summary>Moves or renames.</summary>
    public Task<StoredRecord> MoveAsync(TransferRequest transfer, CancellationToken cancellation)
        => StoredAsync(wire.Request(HttpMethod.Post, "/api/v1/operations/move", JsonContent.Create(transfer, AtriumJson.Default.TransferRequest)), cancellation);

    /// <summary>Copies; no bytes are copied.</summary>
    public Task<StoredRecord> CopyAsync(TransferRequest transfer, CancellationToken cancellation)
        => StoredAsync(wire.Request(HttpMethod.Post, "/api/v1/operations/copy", JsonContent.Create(transfer, AtriumJson.Default.TransferRequest)), cancellation);

    /// <summary>Brings back what was deleted, or what was there at a moment.</summary>
    public Task<StoredRecord> UndeleteAsync(UndeleteRequest undelete, CancellationToken cancellation)
        => StoredAsync(
            wire.Request(HttpMethod.Post, "/api/v1/operations/undelete", JsonContent.Create(undelete, AtriumJson.Default.UndeleteRequest)), cancellation);

    /// <summary>RFC 3339 in UTC with 7 fractional digits: every tick of .NET's clock survives the way.</summary>
    public static string Timestamp(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);

    private async Task<StoredRecord> StoredAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        using var response = await wire.SendAsync(request, cancellation).ConfigureAwait(false);
        return await wire.ReadAsync(response, AtriumJson.Default.StoredRecord, cancellation).ConfigureAwait(false);
    }

    private static string Target(string path) => "/api/v1/files/" + RemotePath.Encode(path);

    private static string Parameter(string name, DateTimeOffset? time) => Parameter(name, time is { } value ? Timestamp(value) : null);

    private static string Parameter(string name, string? value) => value is null ? "" : $"&{name}={Uri.EscapeDataString(value)}";
}
