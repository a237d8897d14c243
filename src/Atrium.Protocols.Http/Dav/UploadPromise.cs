using System.Globalization;
using Atrium.Core;
using Microsoft.AspNetCore.Http;

namespace Atrium.Protocols.Http.Dav;

/// <summary>What a client has said of the bytes that it sends, beside Content-Length.</summary>
/// <param name="Length">X-Expected-Entity-Length, which macOS sends with its bodies of unknown length.</param>
/// <param name="Checksum">OC-Checksum, which ownCloud's clients and rclone send.</param>
internal sealed record UploadPromise(long? Length, PromisedChecksum? Checksum)
{
    private static readonly UploadPromise None = new(null, null);

    internal bool IsEmpty => Length is null && Checksum is null;

    internal static Outcome<UploadPromise> Read(HttpRequest request)
    {
        var (length, checksum) = (request.Headers["X-Expected-Entity-Length"], request.Headers["OC-Checksum"]);
        if (length.Count == 0 && checksum.Count == 0)
            return None;
        long? bytes = null;
        if (length.Count > 0)
        {
            if (!long.TryParse(length.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                return Refused.Invalid("X-Expected-Entity-Length is a number of bytes.");
            bytes = number;
        }
        if (checksum.Count == 0)
            return new UploadPromise(bytes, null);
        return PromisedChecksum.Parse(checksum.ToString()).Try(out var promised, out var refused) ? new UploadPromise(bytes, promised) : refused;
    }
}
