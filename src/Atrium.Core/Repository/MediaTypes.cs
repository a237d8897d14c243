using System.Collections.Frozen;

namespace Atrium.Core.Repository;

/// <summary>Media types (RFC 6838) by the ending of a name, where the client does not say.</summary>
internal static class MediaTypes
{
    internal const string Unknown = "application/octet-stream";

    private static readonly FrozenDictionary<string, string> ByEnding = new Dictionary<string, string>
    {
        ["txt"] = "text/plain; charset=utf-8", ["log"] = "text/plain; charset=utf-8", ["md"] = "text/markdown; charset=utf-8",
        ["csv"] = "text/csv; charset=utf-8", ["html"] = "text/html; charset=utf-8", ["htm"] = "text/html; charset=utf-8",
        ["css"] = "text/css; charset=utf-8", ["js"] = "text/javascript; charset=utf-8", ["mjs"] = "text/javascript; charset=utf-8",
        ["json"] = "application/json", ["map"] = "application/json", ["xml"] = "application/xml", ["xhtml"] = "application/xhtml+xml",
        ["webmanifest"] = "application/manifest+json", ["wasm"] = "application/wasm", ["yaml"] = "application/yaml", ["yml"] = "application/yaml",
        ["png"] = "image/png", ["jpg"] = "image/jpeg", ["jpeg"] = "image/jpeg", ["gif"] = "image/gif", ["webp"] = "image/webp",
        ["avif"] = "image/avif", ["svg"] = "image/svg+xml", ["ico"] = "image/vnd.microsoft.icon", ["bmp"] = "image/bmp", ["tif"] = "image/tiff",
        ["tiff"] = "image/tiff", ["heic"] = "image/heic",
        ["mp3"] = "audio/mpeg", ["m4a"] = "audio/mp4", ["aac"] = "audio/aac", ["ogg"] = "audio/ogg", ["oga"] = "audio/ogg", ["opus"] = "audio/ogg",
        ["flac"] = "audio/flac", ["wav"] = "audio/wav",
        ["mp4"] = "video/mp4", ["m4v"] = "video/mp4", ["webm"] = "video/webm", ["mkv"] = "video/matroska", ["mov"] = "video/quicktime",
        ["ogv"] = "video/ogg", ["mpg"] = "video/mpeg", ["mpeg"] = "video/mpeg", ["avi"] = "video/vnd.avi",
        ["woff"] = "font/woff", ["woff2"] = "font/woff2", ["ttf"] = "font/ttf", ["otf"] = "font/otf",
        ["pdf"] = "application/pdf", ["rtf"] = "application/rtf", ["epub"] = "application/epub+zip", ["eml"] = "message/rfc822",
        ["zip"] = "application/zip", ["gz"] = "application/gzip", ["tgz"] = "application/gzip", ["tar"] = "application/x-tar",
        ["bz2"] = "application/x-bzip2", ["xz"] = "application/x-xz", ["zst"] = "application/zstd", ["7z"] = "application/x-7z-compressed",
        ["doc"] = "application/msword", ["xls"] = "application/vnd.ms-excel", ["ppt"] = "application/vnd.ms-powerpoint",
        ["docx"] = "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ["xlsx"] = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ["pptx"] = "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        ["odt"] = "application/vnd.oasis.opendocument.text", ["ods"] = "application/vnd.oasis.opendocument.spreadsheet",
        ["odp"] = "application/vnd.oasis.opendocument.presentation", ["ics"] = "text/calendar; charset=utf-8", ["vcf"] = "text/vcard; charset=utf-8",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    internal static string ByName(string name)
    {
        var dot = name.LastIndexOf('.');
        return dot >= 0 && ByEnding.TryGetValue(name[(dot + 1)..], out var type) ? type : Unknown;
    }
}
