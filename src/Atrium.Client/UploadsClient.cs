using Atrium.Api;

namespace Atrium.Client;

/// <summary>Large files of an account.</summary>
public sealed class UploadsClient : TusUploads
{
    private const string Root = "/api/v1/uploads";

    private readonly Wire wire;

    internal UploadsClient(Wire wire)
        : base(wire, Root) => this.wire = wire;

    /// <summary>What the caller has begun and not finished, oldest first.</summary>
    public Task<IReadOnlyList<UploadRecord>> ListAsync(CancellationToken cancellation)
        => wire.AllAsync(Root, AtriumJson.Default.PageRecordUploadRecord, cancellation);

    /// <summary>The address of an upload that was listed.</summary>
    public static string AddressOf(UploadRecord upload)
    {
        ArgumentNullException.ThrowIfNull(upload);
        return $"{Root}/{Uri.EscapeDataString(upload.Id)}";
    }

    /// <summary>Begins an upload; nobody sees the file before it is whole.</summary>
    /// <param name="path">Where the file will stand.</param>
    /// <param name="size">Bytes of the whole.</param>
    /// <param name="modified">The time of modification to keep; null for that of its end.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public Task<UploadState> BeginAsync(string path, long? size, DateTimeOffset? modified, CancellationToken cancellation)
        => BeginAsync(size, modified, cancellation, ("path", path));
}
