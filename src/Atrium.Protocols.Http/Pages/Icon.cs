using Atrium.Core;
using Atrium.Protocols.Http.Dispatch;

namespace Atrium.Protocols.Http.Pages;

/// <summary><c>/favicon.ico</c>: browsers ask for it by themselves, beside each page of the server's own.</summary>
internal static class Icon
{
    private static readonly byte[] Bytes = Read();

    internal static async ValueTask<Refused?> HandleAsync(Exchange exchange)
    {
        var response = exchange.Response;
        response.ContentType = "image/x-icon";
        // It changes with the program, and a day with the old one hurts nobody.
        response.Headers.CacheControl = "public, max-age=86400";
        response.Headers.XContentTypeOptions = "nosniff";
        response.ContentLength = Bytes.Length;
        if (!exchange.IsHead)
            await response.BodyWriter.WriteAsync(Bytes, exchange.Aborted);
        return null;
    }

    private static byte[] Read()
    {
        using var resource = typeof(Icon).Assembly.GetManifestResourceStream("favicon.ico")!;
        var bytes = new byte[resource.Length];
        resource.ReadExactly(bytes);
        return bytes;
    }
}
