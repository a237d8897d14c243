using System.Buffers;
using Atrium.Core;
using Atrium.Protocols.Http.Dispatch;
using Microsoft.AspNetCore.Http.Features;

namespace Atrium.Protocols.Http.Requests;

/// <summary>Bodies that are read as a whole, because they are small.</summary>
internal static class WholeBody
{
    /// <summary>Reads a body of at most so many bytes; an absent one is refused.</summary>
    /// <param name="exchange">The request.</param>
    /// <param name="maxBytes">Beyond, it is refused before it is looked at.</param>
    /// <param name="what">What is expected, for the refusals.</param>
    /// <param name="parse">Reads it.</param>
    internal static async ValueTask<Outcome<T>> ReadAsync<T>(Exchange exchange, long maxBytes, string what, Func<ReadOnlySequence<byte>, Outcome<T>> parse)
    {
        if (exchange.Context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false })
            return Refused.Invalid($"The body is missing: {what} is expected.");
        var tooLarge = new Refused(Refusal.TooLarge, $"The body here, {what}, has at most {maxBytes} bytes.");
        if (exchange.Request.ContentLength > maxBytes)
            return tooLarge;
        // Kestrel's own limit would cut the connection off, and with it the answer to a client that is still writing.
        BodyLimit.Set(exchange.Context, null);
        var body = exchange.Request.BodyReader;
        while (true)
        {
            var read = await body.ReadAsync(exchange.Aborted);
            if (read.Buffer.Length > maxBytes)
            {
                body.AdvanceTo(read.Buffer.Start);
                return tooLarge;
            }
            if (!read.IsCompleted)
            {
                body.AdvanceTo(read.Buffer.Start, read.Buffer.End);
                continue;
            }
            var parsed = parse(read.Buffer);
            body.AdvanceTo(read.Buffer.End);
            return parsed;
        }
    }
}
