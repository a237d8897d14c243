using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using Microsoft.Win32.SafeHandles;

namespace Atrium.Bare;

/// <summary>Serves the files of a folder with the fields that Atrium serves them with: small ones from memory, large ones in steps of 64 KiB.</summary>
internal sealed class BareFiles(string folder)
{
    private const int MostInMemory = 1024 * 1024, Step = 64 * 1024;

    private static readonly byte[] Kibibyte = new byte[1024];

    private readonly Dictionary<string, Item> files = Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
        .ToDictionary(path => "/" + Path.GetRelativePath(folder, path), path => new Item(path));

    internal static async Task OneKibibyteAsync(HttpContext context)
    {
        context.Response.ContentLength = Kibibyte.Length;
        await context.Response.BodyWriter.WriteAsync(Kibibyte);
    }

    internal async Task AnswerAsync(HttpContext context)
    {
        if (!files.TryGetValue(context.Request.Path.Value!, out var file))
        {
            context.Response.StatusCode = 404;
            return;
        }
        var fields = context.Response.Headers;
        fields.ETag = file.ETag;
        fields.LastModified = file.Modified;
        fields.CacheControl = "no-cache";
        fields.ContentType = "application/octet-stream";
        fields.AcceptRanges = "bytes";
        fields.XContentTypeOptions = "nosniff";
        context.Response.ContentLength = file.Length;
        if (file.Bytes is { } bytes)
        {
            await context.Response.BodyWriter.WriteAsync(bytes);
            return;
        }
        using var handle = File.OpenHandle(file.Path);
        await StreamAsync(context, handle, file.Length);
    }

    private static async Task StreamAsync(HttpContext context, SafeFileHandle handle, long length)
    {
        var writer = context.Response.BodyWriter;
        for (var offset = 0L; offset < length;)
        {
            var read = RandomAccess.Read(handle, writer.GetMemory(Step).Span, offset);
            writer.Advance(read);
            offset += read;
            await writer.FlushAsync();
        }
    }

    private sealed class Item(string path)
    {
        internal string Path => path;

        internal long Length { get; } = new FileInfo(path).Length;

        internal byte[]? Bytes { get; } = new FileInfo(path).Length <= MostInMemory ? File.ReadAllBytes(path) : null;

        internal StringValues ETag { get; } = $"\"{Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)))}\"";

        internal StringValues Modified { get; } = HeaderUtilities.FormatDate(File.GetLastWriteTimeUtc(path));
    }
}
