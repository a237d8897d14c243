using System.Net;
using System.Security.Cryptography.X509Certificates;
using Atrium.Bare;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;

// The least program that does the same: what Atrium adds is measured against it.
//   files PORT TLS_PORT DIR CERT KEY   Kestrel alone, the transport of the clear port as Atrium sets it
//   proxy PORT TLS_PORT URL CERT KEY   YARP alone
//   application PORT                   answers every request with 1 KiB, for the proxies
var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
var port = int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture);
if (args[0] != "proxy")
    Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1");
builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
builder.WebHost.UseSockets(transport =>
{
    // YARP as it comes; Kestrel as Atrium sets it, unless the measurement wants it as it comes too.
    if (args[0] == "proxy" || Environment.GetEnvironmentVariable("BARE_INLINE") == "0")
        return;
    transport.UnsafePreferInlineScheduling = true;
    transport.IOQueueCount = 0;
});
builder.WebHost.ConfigureKestrel(kestrel =>
{
    kestrel.AddServerHeader = false;
    kestrel.Limits.MaxRequestBodySize = null;
    kestrel.Listen(IPAddress.Loopback, port, listen => listen.Protocols = HttpProtocols.Http1);
    if (args.Length > 4)
    {
        var certificate = X509Certificate2.CreateFromPemFile(args[4], args[5]);
        kestrel.Listen(
            IPAddress.Loopback, int.Parse(args[2], System.Globalization.CultureInfo.InvariantCulture), listen => listen.UseHttps(certificate));
    }
});
if (args[0] == "proxy")
    BareProxy.AddTo(builder);
await using var web = builder.Build();
web.Run(args[0] switch
{
    "files" => new BareFiles(args[3]).AnswerAsync,
    "proxy" => new BareProxy(web, args[3]).AnswerAsync,
    _ => BareFiles.OneKibibyteAsync,
});
await web.RunAsync();
