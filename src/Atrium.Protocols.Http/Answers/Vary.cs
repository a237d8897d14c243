using Microsoft.AspNetCore.Http;

namespace Atrium.Protocols.Http.Answers;

/// <summary>The field Vary (RFC 9110, 12.5.5): by which fields of the request a cache must tell answers apart.</summary>
internal static class Vary
{
    internal static void By(HttpResponse response, string field)
    {
        var others = response.Headers.Vary.ToString();
        if (!others.Contains(field, StringComparison.Ordinal))
            response.Headers.Vary = others.Length == 0 ? field : $"{others}, {field}";
    }
}
