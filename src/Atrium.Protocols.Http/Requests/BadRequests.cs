using System.Diagnostics;
using Atrium.Core.Guard;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Atrium.Protocols.Http.Requests;

/// <summary>
/// Hears of the requests that Kestrel refuses by itself, before anybody else sees them, and reports those that break the grammar. To be
/// registered as the server's <see cref="DiagnosticSource"/>, which nothing else is told through.
/// </summary>
public sealed class BadRequests(Firewall firewall) : DiagnosticSource
{
    private const string Event = "Microsoft.AspNetCore.Server.Kestrel.BadRequest";

    /// <inheritdoc/>
    public override bool IsEnabled(string name) => name == Event;

    /// <inheritdoc/>
    public override void Write(string name, object? value)
    {
        if (value is not IFeatureCollection features || features.Get<IBadRequestExceptionFeature>()?.Error is not BadHttpRequestException bad)
            return;
        // A head that came too slowly is closed, and says nothing about who sends it.
        if (bad.StatusCode != StatusCodes.Status408RequestTimeout)
            firewall.Report(features.Get<IHttpConnectionFeature>()?.RemoteIpAddress, Offence.MalformedInput);
    }
}
