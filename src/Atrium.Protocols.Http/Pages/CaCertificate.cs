using Atrium.Core;
using Atrium.Protocols.Http.Dispatch;
using Microsoft.AspNetCore.Http;

namespace Atrium.Protocols.Http.Pages;

/// <summary><c>/ca.crt</c>: the certificate of the local authority, for those who want to trust it.</summary>
internal static class CaCertificate
{
    internal static async ValueTask<Refused?> HandleAsync(Exchange exchange)
    {
        if (exchange.Services.CaCertificatePem() is not { } pem)
            return Refused.NotFound("A local certificate authority");
        var response = exchange.Response;
        // Browsers and phones offer to install what has this type, in PEM as in DER.
        response.ContentType = "application/x-x509-ca-cert";
        response.Headers.ContentDisposition = "attachment; filename=\"ca.crt\"";
        response.Headers.CacheControl = "no-cache";
        response.Headers.XContentTypeOptions = "nosniff";
        response.ContentLength = System.Text.Encoding.UTF8.GetByteCount(pem);
        if (!exchange.IsHead)
            await response.WriteAsync(pem, exchange.Aborted);
        return null;
    }
}
