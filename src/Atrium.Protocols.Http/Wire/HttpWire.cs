using Atrium.Core.Guard;
using Atrium.Protocols.Connections;
using Atrium.Protocols.Http.Dispatch;
using Atrium.Protocols.Timing;
using Microsoft.AspNetCore.Connections;

namespace Atrium.Protocols.Http.Wire;

/// <summary>What the readers of all connections share. One for the whole server; it begins when <see cref="AtriumHttp.UseAtrium"/> is called.</summary>
public sealed class HttpWire : IStrictInputHost
{
    private volatile HttpServices? services;
    private volatile HttpMeasures? measures;
    private volatile IHotAnswers? hot;
    private volatile HttpDate? date;
    private volatile HeadLimits limits = HeadLimits.Default;

    private HttpServices Services => services ?? throw new InvalidOperationException("A door for HTTP was opened before UseAtrium was called.");

    HeadLimits IStrictInputHost.Limits => limits;

    Deadlines IStrictInputHost.Deadlines => Services.Deadlines;

    IHotAnswers? IStrictInputHost.Hot => hot;

    ReadOnlySpan<byte> IStrictInputHost.Date => date!.Field;

    DateTimeOffset IStrictInputHost.Now => Services.Time.GetUtcNow();

    long IStrictInputHost.Begin() => Services.Requests.Begin();

    internal void Begin(HttpServices all, HttpMeasures counted, IHotAnswers answers)
    {
        (services, measures, hot, date) = (all, counted, answers, new HttpDate(all.Time));
        FollowSettings();
    }

    void IStrictInputHost.NoteFault(ConnectionContext connection, HttpDoor door, HeadFault fault, long began)
    {
        Services.Requests.Record(measures!.None(door.Kind).Operation, fault.Status, began);
        // What came too slowly says nothing about who sends it.
        if (fault.Status != 408)
            Services.Firewall.Report(connection.Features.Get<OpenConnection>()?.Peer, Offence.MalformedInput);
    }

    /// <summary>Lets an HTTP/2 connection go on as long as its frames bring something.</summary>
    internal Task FollowFramesAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        var input = new FramedInput(connection.Transport.Input, Services.Time, () =>
        {
            Services.Firewall.Report(connection.Features.Get<OpenConnection>()?.Peer, Offence.MalformedInput);
            connection.Abort(new ConnectionAbortedException("Too many frames that bring nothing."));
        });
        connection.Transport = new DuplexPipe(input, connection.Transport.Output);
        return next(connection);
    }

    private void FollowSettings()
    {
        Services.Settings.NextChange.UnsafeRegister(static self => ((HttpWire)self!).FollowSettings(), this);
        limits = HeadLimits.Of(Services.Settings);
    }
}
