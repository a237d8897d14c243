using System.Globalization;
using Atrium.Core;
using Atrium.Core.Repository;
using Atrium.Protocols.Http.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Atrium.Protocols.Http.Files;

/// <summary>What the fields of an upload say about it.</summary>
internal static class UploadFields
{
    /// <summary>curl and wget say this of every body when they are not told otherwise.</summary>
    private const string ClientDefault = "application/x-www-form-urlencoded";

    /// <summary>Longer than any type in use.</summary>
    private const int MaxMediaType = 255;

    /// <summary>Bytes that nobody has looked at: the name's ending says more.</summary>
    private const string Unknown = "application/octet-stream";

    internal static Outcome<StoreOptions> Read(HttpRequest request) => Read(request.Headers, request.ContentLength);

    /// <summary>Of one of many files in a body, of which clients say this type when they know none.</summary>
    internal static Outcome<StoreOptions> ReadPart(IHeaderDictionary fields, long length)
    {
        if (fields.ContentType == Unknown)
            fields.ContentType = default;
        return Read(fields, length);
    }

    /// <summary>How many bytes must be there before an addition: Upload-Offset, or <c>?offset=</c>.</summary>
    internal static Outcome<long?> Offset(Dispatch.Exchange exchange)
    {
        if (!exchange.Query.Number("offset", 0, long.MaxValue).Try(out var offset, out var refused))
            return refused;
        var field = exchange.Request.Headers["Upload-Offset"];
        if (field.Count == 0)
            return offset;
        return long.TryParse(field.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var size) && (offset is null || offset == size)
            ? (long?)size
            : Refused.Invalid("Upload-Offset is the number of bytes that are there.");
    }

    /// <summary>Whether a text names one type, such as text/plain.</summary>
    internal static bool IsMediaType(string text)
        => text.Length <= MaxMediaType && MediaTypeHeaderValue.TryParse(text, out var type) && !type.MatchesAllTypes && !type.MatchesAllSubTypes
            && !text.AsSpan().ContainsAnyExceptInRange(' ', '~');

    private static Outcome<StoreOptions> Read(IHeaderDictionary fields, long? length)
    {
        if (!Conditions.ForChange(fields).Try(out var precondition, out var refused)
            || !MediaType(fields).Try(out var mediaType, out refused)
            || !Modified(fields).Try(out var modified, out refused)
            || !Digests.Read(fields).Try(out var digest, out refused))
            return refused;
        return new StoreOptions
        {
            ExpectedLength = length,
            MediaType = mediaType,
            Modified = modified,
            Precondition = precondition,
            MissingParents = MissingParents.Create,
            ExpectedSha256 = digest,
        };
    }

    /// <summary>Null: by the name's ending.</summary>
    private static Outcome<string?> MediaType(IHeaderDictionary fields)
    {
        if (fields.ContentType.Count == 0)
            return (string?)null;
        var text = fields.ContentType.ToString();
        if (text.Length == 0 || text.StartsWith(ClientDefault, StringComparison.OrdinalIgnoreCase))
            return (string?)null;
        return IsMediaType(text) ? text : Refused.Invalid("Content-Type is not a media type such as text/plain.");
    }

    /// <summary>
    /// The time of modification to keep: Atrium-Modified (RFC 3339, 100 ns), or X-OC-Mtime (seconds since 1970, a fraction allowed),
    /// which rclone and the clients of ownCloud and Nextcloud send. Null means now.
    /// </summary>
    private static Outcome<DateTimeOffset?> Modified(IHeaderDictionary fields)
    {
        var exact = fields["Atrium-Modified"];
        if (exact.Count > 0)
        {
            return Rfc3339.TryParse(exact.ToString(), out var time)
                ? time
                : Refused.Invalid("Atrium-Modified is a time such as 2030-12-31T23:59:59.1234567Z (RFC 3339).");
        }
        var seconds = fields["X-OC-Mtime"];
        if (seconds.Count == 0)
            return (DateTimeOffset?)null;
        return decimal.TryParse(seconds.ToString(), NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            && value >= DateTimeOffset.MinValue.ToUnixTimeSeconds() && value <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.UnixEpoch.AddTicks((long)decimal.Truncate(value * TimeSpan.TicksPerSecond))
            : Refused.Invalid("X-OC-Mtime is a number of seconds since 1970.");
    }
}
