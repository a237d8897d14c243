using System.Text.Encodings.Web;
using System.Text.Json;

namespace Atrium.Core.Config;

/// <summary>Places in a file, written as jq takes them; and texts as JSON writes them.</summary>
internal static class ConfigPath
{
    /// <summary>A member of what a path leads to.</summary>
    internal static string Child(string path, string name) => name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_')
        ? $"{path}.{name}"
        : $"{(path.Length == 0 ? "." : path)}[{Quote(name)}]";

    /// <summary>Other scripts stay readable: the file goes into no web page.</summary>
    internal static string Quote(string text) => $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";
}
