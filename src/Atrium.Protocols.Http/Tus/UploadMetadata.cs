using System.Text;
using System.Text.Unicode;
using Atrium.Core;
using Atrium.Core.Repository.Uploads;

namespace Atrium.Protocols.Http.Tus;

/// <summary>
/// Upload-Metadata of tus 1.0: pairs of a key and a value in Base64, with commas between them; a value may be left out. Keys are unique.
/// </summary>
internal sealed class UploadMetadata
{
    private readonly Dictionary<string, string> values = new(StringComparer.Ordinal);

    private UploadMetadata(string text) => Text = text;

    /// <summary>As it was sent: it is given back so.</summary>
    internal string Text { get; }

    /// <summary>How many keys there are.</summary>
    internal int Count => values.Count;

    /// <summary>The value of the first of these keys that is there and not empty: clients have different names for the same.</summary>
    internal string? Find(params ReadOnlySpan<string> keys)
    {
        foreach (var key in keys)
        {
            if (values.TryGetValue(key, out var value) && value.Length > 0)
                return value;
        }
        return null;
    }

    internal static Outcome<UploadMetadata> Parse(string text)
    {
        if (text.Length > UploadLimits.MaxMetadata)
            return new Refused(Refusal.TooLarge, $"Upload-Metadata has at most {UploadLimits.MaxMetadata} characters.");
        var metadata = new UploadMetadata(text);
        if (text.Length == 0)
            return metadata;
        foreach (var pair in text.Split(','))
        {
            var trimmed = pair.Trim(' ');
            var space = trimmed.IndexOf(' ', StringComparison.Ordinal);
            var key = space < 0 ? trimmed : trimmed[..space];
            if (key.Length == 0 || key.AsSpan().ContainsAnyExceptInRange('!', '~'))
                return Refused.Invalid("Upload-Metadata is a list of keys, each with a space and a value in Base64, with commas between them.");
            if (!TryDecode(space < 0 ? "" : trimmed[(space + 1)..].Trim(' '), out var value))
                return Refused.Invalid($"In Upload-Metadata the value of {key} is not Base64 of text in UTF-8.");
            if (!metadata.values.TryAdd(key, value))
                return Refused.Invalid($"Upload-Metadata has the key {key} twice.");
        }
        return metadata;
    }

    private static bool TryDecode(string base64, out string value)
    {
        value = "";
        var bytes = new byte[(base64.Length / 4 * 3) + 3];
        // White space in it is none of ours, and Convert would skip it.
        if (base64.AsSpan().ContainsAny(" \t\r\n") || !Convert.TryFromBase64String(base64, bytes, out var length) || !Utf8.IsValid(bytes.AsSpan(0, length)))
            return false;
        value = Encoding.UTF8.GetString(bytes, 0, length);
        return true;
    }
}
