using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Atrium.Core;
using Atrium.Protocols.Http.Dispatch;
using Microsoft.AspNetCore.Http.Features;

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
        => ReadAsync(exchange, maxBytes, body => Parse(body, type));

    /// <summary>Reads the bytes of a body, at most so many, for whoever reads JSON in another way; an absent one is refused.</summary>
    internal static ValueTask<Outcome<byte[]>> ReadBytesAsync(Exchange exchange, long maxBytes)
        => ReadAsync<byte[]>(exchange, maxBytes, body => body.ToArray());

    private static async ValueTask<Outcome<T>> ReadAsync<T>(Exchange exchange, long maxBytes, Func<ReadOnlySequence<byte>, Outcome<T>> parse)
    {
        if (exchange.Context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false })
            return Refused.Invalid("The body is missing: a JSON object is expected.");
        if (exchange.Request.ContentLength > maxBytes)
            return TooLarge(maxBytes);
        // Kestrel's own limit would cut the connection off, and with it the answer to a client that is still writing.
        if (exchange.Context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = null;
        var body = exchange.Request.BodyReader;
        while (true)
        {
            var read = await body.ReadAsync(exchange.Aborted);
            if (read.Buffer.Length > maxBytes)
            {
                body.AdvanceTo(read.Buffer.Start);
                return TooLarge(maxBytes);
            }
            if (!read.IsCompleted)
            {
                body.AdvanceTo(read.Buffer.Start, read.Buffer.End);
                continue;
            }
            var record = parse(read.Buffer);
            body.AdvanceTo(read.Buffer.End);
            return record;
        }
    }

    private static Refused TooLarge(long maxBytes) => new(Refusal.TooLarge, $"The JSON body here has at most {maxBytes} bytes.");

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
