using System.Text.Json;

namespace Atrium.Core.Config;

/// <summary>Reads JSON with comments and trailing commas, and keeps the lines.</summary>
internal ref struct ConfigSyntax
{
    /// <summary>The file itself has four levels.</summary>
    private const int MaxDepth = 16;

    private readonly ReadOnlySpan<byte> bytes;
    private Utf8JsonReader reader;
    private int line = 1;
    private int counted;

    private ConfigSyntax(ReadOnlySpan<byte> bytes)
    {
        this.bytes = bytes;
        reader = new Utf8JsonReader(bytes, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = MaxDepth });
    }

    /// <summary>The whole file; null, with a mistake, when it is not JSON.</summary>
    internal static ConfigNode? Read(ReadOnlySpan<byte> file, ConfigMistakes mistakes)
    {
        var bytes = file.StartsWith("\xEF\xBB\xBF"u8) ? file[3..] : file;
        var syntax = new ConfigSyntax(bytes);
        try
        {
            syntax.reader.Read();
            var root = syntax.Value();
            syntax.reader.Read(); // throws where something follows
            return root;
        }
        catch (JsonException error)
        {
            mistakes.Add((int)(error.LineNumber ?? 0) + 1, ".", "It is not JSON from there on; comments and trailing commas are allowed.");
        }
        catch (InvalidOperationException)
        {
            mistakes.Add(syntax.line, ".", "A text is not valid UTF-8.");
        }
        return null;
    }

    private ConfigNode Value()
    {
        var node = new ConfigNode(Kind(), Line(), reader.TokenType switch
        {
            JsonTokenType.String => reader.GetString()!,
            JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False => System.Text.Encoding.UTF8.GetString(reader.ValueSpan),
            _ => "",
        });
        if (node.Kind == JsonValueKind.Object)
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
            {
                var name = reader.GetString()!;
                reader.Read();
                node.Members.Add((name, Value()));
            }
        }
        else if (node.Kind == JsonValueKind.Array)
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                node.Items.Add(Value());
        }
        return node;
    }

    private readonly JsonValueKind Kind() => reader.TokenType switch
    {
        JsonTokenType.StartObject => JsonValueKind.Object,
        JsonTokenType.StartArray => JsonValueKind.Array,
        JsonTokenType.String => JsonValueKind.String,
        JsonTokenType.Number => JsonValueKind.Number,
        JsonTokenType.True => JsonValueKind.True,
        JsonTokenType.False => JsonValueKind.False,
        _ => JsonValueKind.Null,
    };

    private int Line()
    {
        var at = (int)reader.TokenStartIndex;
        line += bytes[counted..at].Count((byte)'\n');
        counted = at;
        return line;
    }
}
