using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Atrium.Api;
using Microsoft.AspNetCore.WebUtilities;

namespace Atrium.Protocols.Http.Wire;

/// <summary>What is answered to a head that is not taken: problem details (RFC 9457), and the end of the connection.</summary>
internal static class FaultAnswer
{
    internal static void Write(IBufferWriter<byte> output, HeadFault fault, bool isHead, DateTimeOffset now)
    {
        var title = fault.Status switch
        {
            400 => "Not a valid request",
            408 => "The request came too slowly",
            414 => "The target is too long",
            431 => "The fields are too large",
            501 => "Not known here",
            505 => "Another version of HTTP",
            _ => throw new InvalidOperationException($"No head is refused with {fault.Status}."),
        };
        var body = JsonSerializer.SerializeToUtf8Bytes(new ProblemRecord("about:blank", title, fault.Status, fault.Detail), AtriumJson.Default.ProblemRecord);
        output.Write(Encoding.ASCII.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"HTTP/1.1 {fault.Status} {ReasonPhrases.GetReasonPhrase(fault.Status)}\r\nDate: {now:R}\r\nConnection: close\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nContent-Type: application/problem+json\r\nContent-Length: {body.Length}\r\n\r\n")));
        if (!isHead)
            output.Write(body);
    }
}
