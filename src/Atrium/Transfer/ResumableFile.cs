using Atrium.Client;

namespace Atrium.Transfer;

/// <summary>Sends the rest of a file of which some may be there already.</summary>
internal static class ResumableFile
{
    /// <summary>
    /// The last bytes are sent only while the file is still the one that it was at the beginning: with them the whole would stand at its place.
    /// </summary>
    internal static async Task<UploadState> SendAsync(
        TusUploads uploads, UploadState upload, FileStream file, long length, DateTimeOffset modified, Attempt attempt, CancellationToken cancellation)
    {
        attempt.Spare(upload.Received);
        if (upload.IsFinished)
            return upload;
        file.Position = upload.Received;
        var body = new MeasuredStream(file, length - upload.Received, attempt.Move)
        {
            IsStillTheSame = () => file.Length == length && File.GetLastWriteTimeUtc(file.SafeFileHandle) == modified.UtcDateTime,
        };
        try
        {
            return await uploads.AppendAsync(upload.Address, upload.Received, body, length - upload.Received, cancellation);
        }
        catch (ServerUnreachableException) when (body.EndedEarly)
        {
            await uploads.AbandonAsync(upload.Address, cancellation);
            throw new ChangedWhileReadException();
        }
    }
}
