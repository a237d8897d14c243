using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Atrium.Core;
using Atrium.Protocols.Http.Dispatch;
using Atrium.Protocols.Http.Requests;

namespace Atrium.Protocols.Http.Answers;

/// <summary>JSON bodies, in and out.</summary>
internal static class Json
{
    /// <summary>Writes an answer, a part at a time.</summary>
    internal static async ValueTask<Refused?> WriteAsync<T>(Exchange exchange, int status, T record, JsonTypeInfo<T> type)
    {
        var response = exchange.Response;
        response.StatusCode = status;
        response.ContentType = "application/json";
        response.Headers.CacheControl = "private, no-cache";
        response.Headers.XContentTypeOptions = "nosniff";
        if (!exchange.IsHead)
            await JsonSerializer.SerializeAsync(exchange.Body, record, type, exchange.Aborted);
        return null;
    }

    /// <summary>Reads a body of at most <see cref="HttpLimits.MaxJsonBytes"/>; an absent one is refused.</summary>
    internal static ValueTask<Outcome<T>> ReadAsync<T>(Exchange exchange, JsonTypeInfo<T> type) where T : class
        => ReadAsync(exchange, type, HttpLimits.MaxJsonBytes);

    /// <summary>Reads a body of at most so many bytes; an absent one is refused.</summary>
    internal static ValueTask<Outcome<T>> ReadAsync<T>(Exchange exchange, JsonTypeInfo<T> type, long maxBytes) where T : class
        => WholeBody.ReadAsync(exchange, maxBytes, "a JSON object", body => Parse(body, type));

    /// <summary>Reads the bytes of a body, at most so many, for whoever reads JSON in another way; an absent one is refused.</summary>
    internal static ValueTask<Outcome<byte[]>> ReadBytesAsync(Exchange exchange, long maxBytes)
        => WholeBody.ReadAsync<byte[]>(exchange, maxBytes, "a JSON object", body => body.ToArray());

    private static Outcome<T> Parse<T>(ReadOnlySequence<byte> body, JsonTypeInfo<T> type) where T : class
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            var record = JsonSerializer.Deserialize(ref reader, type);
            reader.Read(); // throws where something follows
            return record is null ? Refused.Invalid("The body is null: a JSON object is expected.") : record;
        }
        catch (JsonException e)
        {
            return Refused.Invalid($"The body is not the JSON that is expected here (line {e.LineNumber + 1}, near '{e.Path}').");
        }
    }
}
