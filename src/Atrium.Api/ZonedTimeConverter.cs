using System.Text.Json;
using System.Text.Json.Serialization;

namespace Atrium.Api;

/// <summary>A time with its offset (RFC 3339). Without one, .NET would take the server's own time zone, which no client can know.</summary>
internal sealed class ZonedTimeConverter : JsonConverter<DateTimeOffset>
{
    /// <inheritdoc/>
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        var hasOffset = text is [.., 'Z' or 'z'] or [.., '+' or '-', _, _, ':', _, _];
        return text is { Length: > 19 } && hasOffset && reader.TryGetDateTimeOffset(out var time) ? time : throw new JsonException();
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStringValue(value);
    }
}
