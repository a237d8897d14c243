using System.Text;
using Atrium.Core.Repository;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Atrium.Protocols.Http.Files;

/// <summary>The fields that go with every file.</summary>
internal static class FileFields
{
    // Users' files stand on the server's own origin, where the API takes the browser's sign-in: none of them may run a script there
    // (ATTACKS 8). The sandbox gives a document an origin of its own; what shows an image or plays a film needs the other words.
    private static readonly StringValues Sandbox = "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; sandbox";

    private static readonly StringValues SameOrigin = "same-origin";
    private static readonly StringValues NoReferrer = "no-referrer";
    private static readonly StringValues NoSniff = "nosniff";
    private static readonly StringValues AskFirst = "private, no-cache";
    private static readonly StringValues Bytes = "bytes";

    /// <summary>What a cache needs, for 200, 206 and 304 alike (RFC 9110, 15.4.5).</summary>
    internal static void SetValidators(HttpResponse response, FileEntry file, string etag)
    {
        response.Headers.ETag = EntityTags.Quote(etag);
        response.Headers.LastModified = HeaderUtilities.FormatDate(file.Modified);
        response.Headers.CacheControl = AskFirst;
    }

    /// <summary>What a file is, and what a browser may do with it.</summary>
    internal static void SetContent(HttpResponse response, FileEntry file)
    {
        var fields = response.Headers;
        fields.ContentType = file.MediaType ?? "application/octet-stream";
        fields.AcceptRanges = Bytes;
        fields.ContentDisposition = Disposition(file);
        fields.ContentSecurityPolicy = Sandbox;
        fields.XContentTypeOptions = NoSniff;
        fields["Cross-Origin-Resource-Policy"] = SameOrigin;
        fields["Referrer-Policy"] = NoReferrer;
    }

    /// <summary>
    /// A PDF that a page of ours shows, or that somebody asked to see: browsers have a reader for it, which is not of this origin and does
    /// not work in a sandbox. Nothing else is shown in its stead, whatever it says it is.
    /// </summary>
    internal static void ShowPdf(HttpResponse response, FileEntry file)
    {
        response.Headers.ContentDisposition = "inline" + FileName(file.Name);
        response.Headers.ContentSecurityPolicy = PdfPolicy;
    }

    internal const string Pdf = "application/pdf";

    private static readonly StringValues PdfPolicy = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; img-src 'self' blob: data:; frame-ancestors 'self'";

    /// <summary>The type without its parameters, in small letters.</summary>
    internal static string Essence(string? mediaType) => EssenceOf(mediaType).ToString().ToLowerInvariant();

    private static ReadOnlySpan<char> EssenceOf(string? mediaType)
    {
        var type = mediaType.AsSpan();
        var semicolon = type.IndexOf(';');
        return (semicolon >= 0 ? type[..semicolon] : type).Trim();
    }

    private static string Disposition(FileEntry file)
        => (IsInline(file.MediaType) ? "inline" : "attachment") + FileName(file.Name);

    /// <summary>Types that a browser shows without running anything in them. No SVG, no PDF, no XML, no HTML.</summary>
    internal static bool IsInline(string? mediaType)
    {
        var type = EssenceOf(mediaType);
        return type.StartsWith("audio/", StringComparison.OrdinalIgnoreCase)
            || type.StartsWith("video/", StringComparison.OrdinalIgnoreCase)
            || type.Equals("text/plain", StringComparison.OrdinalIgnoreCase)
            || type.Equals("image/png", StringComparison.OrdinalIgnoreCase)
            || type.Equals("image/jpeg", StringComparison.OrdinalIgnoreCase)
            || type.Equals("image/gif", StringComparison.OrdinalIgnoreCase)
            || type.Equals("image/webp", StringComparison.OrdinalIgnoreCase)
            || type.Equals("image/avif", StringComparison.OrdinalIgnoreCase)
            || type.Equals("image/bmp", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>
    /// RFC 6266: a plain name as a quoted string; any other in the encoding of RFC 8187, behind a plain one that looks like it, for
    /// clients that know no more (its appendix D; curl -J is one).
    /// </summary>
    internal static string FileName(string name)
    {
        var plain = string.Create(name.Length, name, (to, from) =>
        {
            for (var i = 0; i < to.Length; i++)
                to[i] = IsPlain(from[i]) ? from[i] : '_';
        });
        return plain == name ? $"; filename=\"{name}\"" : $"; filename=\"{plain}\"; filename*=UTF-8''{Rfc8187(name)}";
    }

    // No quote, no backslash and no percent sign, each of which some client takes for the beginning of an escape.
    private static bool IsPlain(char c) => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or ' ';

    /// <summary>attr-char of RFC 8187, 3.2.1 as it is, everything else percent-encoded.</summary>
    private static string Rfc8187(string name)
    {
        var text = new StringBuilder();
        foreach (var b in Encoding.UTF8.GetBytes(name))
        {
            if (char.IsAsciiLetterOrDigit((char)b) || "!#$&+-.^_`|~".Contains((char)b))
                text.Append((char)b);
            else
                text.Append('%').Append(b.ToString("X2"));
        }
        return text.ToString();
    }
}
