using System.Text;
using System.Text.Unicode;
using Atrium.Core.Repository;
using Atrium.Protocols.Http.Files;

namespace Atrium.Protocols.Http.Pages;

/// <summary>What a page shows of a file: by its type, in elements of the browser's own, which run nothing that is in it (ATTACKS 8).</summary>
internal static class Preview
{
    /// <summary>Of a text: more than anybody reads on such a page, and little to write.</summary>
    internal const int MaxText = 128 * 1024;

    /// <summary>Types that are text, though they do not say so.</summary>
    private static readonly string[] TextTypes = ["application/json", "application/xml", "application/xhtml+xml", "application/yaml", "application/javascript", "message/rfc822"];

    /// <summary>The preview as HTML; empty where there is none.</summary>
    /// <param name="content">The file.</param>
    /// <param name="address">Where its bytes are; encoded.</param>
    /// <param name="cancellation">Ends the reading of a text.</param>
    internal static async ValueTask<string> OfAsync(FileContent content, string address, CancellationToken cancellation)
    {
        var type = FileFields.Essence(content.Entry.MediaType);
        var name = Page.Encode(content.Entry.Name);
        if (content.Length == 0)
            return "<p class=\"preview soft\">The file is empty.</p>";
        // A script in an SVG does not run where it is shown as a picture.
        if (type == "image/svg+xml" || (type.StartsWith("image/", StringComparison.Ordinal) && FileFields.IsInline(type)))
            return $"<p class=\"preview\"><img src=\"{address}\" alt=\"{name}\"></p>";
        if (type.StartsWith("video/", StringComparison.Ordinal))
            return $"<p class=\"preview\"><video src=\"{address}\" controls preload=\"metadata\" aria-label=\"{name}\">This browser plays no films; download the file.</video></p>";
        if (type.StartsWith("audio/", StringComparison.Ordinal))
            return $"<p class=\"preview\"><audio src=\"{address}\" controls preload=\"metadata\" aria-label=\"{name}\">This browser plays no sound; download the file.</audio></p>";
        if (type == FileFields.Pdf)
            return $"<object class=\"preview\" data=\"{address}?inline\" type=\"{FileFields.Pdf}\" aria-label=\"{name}\"><p>This browser shows no PDF here. <a href=\"{address}?inline\">Open it by itself</a>, or download it.</p></object>";
        return type.StartsWith("text/", StringComparison.Ordinal) || TextTypes.Contains(type) ? Text(await BeginningAsync(content, cancellation), content.Length, name) : "";
    }

    /// <summary>A text, escaped; nothing where the bytes are none.</summary>
    internal static string Text(ReadOnlySpan<byte> bytes, long length, string name)
    {
        var isCut = bytes.Length < length;
        if (isCut)
            bytes = WithoutHalfCharacter(bytes);
        if (bytes.StartsWith(Encoding.UTF8.Preamble))
            bytes = bytes[Encoding.UTF8.Preamble.Length..];
        if (bytes.Contains((byte)0))
            return "";
        // What is not UTF-8 is most likely of an older system of the West; a sign may be wrong then, and nothing else.
        var text = Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : Encoding.Latin1.GetString(bytes);
        var rest = isCut ? $"<p class=\"soft\">The first {Sizes.Format(MaxText)} are shown.</p>" : "";
        return $"<pre class=\"preview\" tabindex=\"0\" aria-label=\"{name}\">{Page.Encode(text)}</pre>{rest}";
    }

    private static ReadOnlySpan<byte> WithoutHalfCharacter(ReadOnlySpan<byte> bytes)
    {
        // At most three bytes of a character can stand before the cut.
        for (var back = 1; back <= 3 && back <= bytes.Length; back++)
        {
            var lead = bytes[^back];
            if (lead < 0x80)
                return bytes;
            if (lead >= 0xC0)
                return Utf8.IsValid(bytes[^back..]) ? bytes : bytes[..^back];
        }
        return bytes;
    }

    private static async ValueTask<byte[]> BeginningAsync(FileContent content, CancellationToken cancellation)
    {
        var length = (int)Math.Min(MaxText, content.Length);
        var bytes = new MemoryStream(length);
        var writer = System.IO.Pipelines.PipeWriter.Create(bytes, new System.IO.Pipelines.StreamPipeWriterOptions(leaveOpen: true));
        await content.CopyToAsync(writer, 0, length, cancellation);
        await writer.CompleteAsync();
        return bytes.ToArray();
    }
}
