using Atrium.Core.Guard;
using Atrium.Protocols.Connections;
using Atrium.Protocols.Http.Dispatch;
using Atrium.Protocols.Timing;
using Atrium.Protocols.Tls;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

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
    internal async Task FollowFramesAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        var input = new FramedInput(connection.Transport.Input, Services.Time, () =>
        {
            Services.Firewall.Report(connection.Features.Get<OpenConnection>()?.Peer, Offence.MalformedInput);
            connection.Abort(new ConnectionAbortedException("Too many frames that bring nothing."));
        });
        var output = new GatheredOutput(connection.Transport.Output, connection.Features.Get<RecordOutput>(), connection.Features.Get<IMemoryPoolFeature>()?.MemoryPool);
        connection.Transport = new DuplexPipe(input, output.Writer);
        var sending = output.RunAsync();
        try
        {
            await next(connection);
        }
        finally
        {
            await output.Writer.CompleteAsync();
            // What is left is taken soon, or never (ATTACKS 7).
            using (Services.Deadlines.Start(HttpLimits.StallTime, _ => connection.Abort(new ConnectionAbortedException("The client has stopped reading."))))
                await sending;
        }
    }

    private void FollowSettings()
    {
        Services.Settings.NextChange.UnsafeRegister(static self => ((HttpWire)self!).FollowSettings(), this);
        limits = HeadLimits.Of(Services.Settings);
    }
}
