using System.Globalization;
using Atrium.Core;

namespace Atrium.Protocols.Http.Dispatch;

/// <summary>The number of a record as an address names it: /api/v1/shares/17.</summary>
internal static class RecordNumber
{
    /// <summary>The number at the end of the request's path. What is none names nothing.</summary>
    /// <param name="exchange">The request.</param>
    /// <param name="kind">What it is a number of, for whom there is none.</param>
    internal static Outcome<long> Read(Exchange exchange, string kind)
        => long.TryParse(exchange.Target.Segments[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : Refused.NotFound($"{kind} {exchange.Target.Segments[^1]}");

    internal static string Write(long number) => number.ToString(CultureInfo.InvariantCulture);
}
