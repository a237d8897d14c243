using System.Text.Json;

namespace Atrium.Core.Config;

/// <summary>A value of a file, with the line that it stands in.</summary>
internal sealed class ConfigNode(JsonValueKind kind, int line, string text)
{
    internal JsonValueKind Kind => kind;

    internal int Line => line;

    /// <summary>Of a text, or of a number as it is written.</summary>
    internal string Text => text;

    /// <summary>Of an object, in the order of the file; a name can stand there twice.</summary>
    internal List<(string Name, ConfigNode Value)> Members { get; } = [];

    /// <summary>Of an array.</summary>
    internal List<ConfigNode> Items { get; } = [];

    /// <summary>What it is, in words.</summary>
    internal string Words => kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => $"\"{text}\"",
        JsonValueKind.Null => "null",
        _ => text,
    };
}
