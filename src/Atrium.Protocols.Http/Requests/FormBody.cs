using System.Text;
using Atrium.Core;
using Atrium.Protocols.Http.Dispatch;

namespace Atrium.Protocols.Http.Requests;

/// <summary>What a form without files sends: application/x-www-form-urlencoded (URL standard, 5), which is written like a query.</summary>
internal static class FormBody
{
    /// <summary>A name, a password of the greatest length and a path, each byte percent-encoded.</summary>
    private const int MaxBytes = 16 * 1024;

    internal static async ValueTask<Outcome<RequestQuery>> ReadAsync(Exchange exchange)
    {
        if (exchange.Request.ContentType?.Split(';')[0].Trim().Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) != true)
            return Refused.Invalid("A form is expected here: Content-Type application/x-www-form-urlencoded.");
        return await WholeBody.ReadAsync(exchange, MaxBytes, "a form", body => RequestQuery.Parse(Encoding.Latin1.GetString(body)));
    }
}
