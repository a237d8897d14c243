using System.Buffers;
using System.Net;
using Atrium.Core.Guard;
using Atrium.Core.Settings;
using Atrium.Protocols.Connections;
using Atrium.Protocols.Timing;
using Atrium.Values;
using Microsoft.AspNetCore.Connections;

namespace Atrium.Protocols.Admission;

/// <summary>
/// The first that every connection meets, whatever is spoken on it: is it let in, are there too many, and if not, it is listed. Nothing
/// here waits, but for proxies and for the farewell to those who are too many.
/// </summary>
public sealed class Gate : IDisposable
{
    /// <summary>Those who are told that they are too many, at once; the others are closed without a word. They hold descriptors of the reserve.</summary>
    private const int MaxFarewells = 64;

    /// <summary>For a client to take its farewell: what it has sent is read away meanwhile, or the kernel would throw the farewell away with it.</summary>
    private static readonly TimeSpan FarewellTime = TimeSpan.FromSeconds(1);

    /// <summary>For the first bytes of a connection that a proxy opened: as long as for the head of a request.</summary>
    private static readonly TimeSpan HeaderTime = TimeSpan.FromSeconds(15);

    private readonly Firewall firewall;
    private readonly SettingBook settings;
    private readonly TimeProvider clock;
    private readonly long descriptors;
    private readonly Sources sources = new();
    private readonly GateMeter meter;
    private readonly Deadlines deadlines;
    private volatile AdmissionLimits limits;
    private int count, waiting;
    private int farewells;

    /// <summary>Makes the gate of a server. One for all its doors.</summary>
    /// <param name="firewall">Who may connect.</param>
    /// <param name="settings">The limits.</param>
    /// <param name="descriptors">File descriptors that the process may have.</param>
    /// <param name="deadlines">The tick.</param>
    /// <param name="clock">The clock.</param>
    public Gate(Firewall firewall, SettingBook settings, long descriptors, Deadlines deadlines, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(firewall);
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(deadlines);
        ArgumentNullException.ThrowIfNull(clock);
        (this.firewall, this.settings, this.descriptors, this.deadlines, this.clock) = (firewall, settings, descriptors, deadlines, clock);
        limits = AdmissionLimits.Of(settings, descriptors);
        meter = new GateMeter();
        FollowSettings();
        firewall.Changed += EndDenied;
        deadlines.EverySecond(Tick);
    }

    /// <summary>Those who are in.</summary>
    public ConnectionList Connections { get; } = new();

    /// <inheritdoc/>
    public void Dispose()
    {
        firewall.Changed -= EndDenied;
        meter.Dispose();
    }

    internal Task RunAsync(ConnectionContext connection, GateDoor door, ConnectionDelegate next)
    {
        var peer = (connection.RemoteEndPoint as IPEndPoint)?.Address;
        if (peer is { IsIPv4MappedToIPv6: true })
            peer = peer.MapToIPv4();
        return firewall.IsProxy(peer) ? AdmitFromProxyAsync(connection, door, peer!, next) : AdmitAsync(connection, door, peer, next);
    }

    /// <summary>A proxy that is believed may say whom the connection is for, in its first bytes; one that does not comes for itself.</summary>
    private async Task AdmitFromProxyAsync(ConnectionContext connection, GateDoor door, IPAddress proxy, ConnectionDelegate next)
    {
        if (firewall.DenialOf(proxy, door.Protocol) is { } denial)
        {
            meter.Refuse(door.Protocol, denial.Rule is null ? "ban" : "rule");
            connection.Abort(new ConnectionAbortedException(denial.Reason));
            return;
        }
        // Until its header has come it is nobody's: counted all the same, so that what is kept for files and the database stays.
        if (Interlocked.Increment(ref waiting) + Volatile.Read(ref count) > limits.Total)
        {
            Interlocked.Decrement(ref waiting);
            meter.Refuse(door.Protocol, "total");
            connection.Abort(new ConnectionAbortedException("Too many connections."));
            return;
        }
        ProxyHeader said;
        try
        {
            said = await ReadHeaderAsync(connection);
        }
        finally
        {
            Interlocked.Decrement(ref waiting);
        }
        switch (said)
        {
            case { Kind: ProxyHeaderKind.None } or { Kind: ProxyHeaderKind.Complete, Source: null }:
                await AdmitAsync(connection, door, proxy, next);
                break;
            case { Kind: ProxyHeaderKind.Complete } header:
                // From here on it is the client's connection, for all who look at it.
                connection.RemoteEndPoint = header.Source;
                connection.LocalEndPoint = header.Destination;
                var client = header.Source!.Address;
                await AdmitAsync(connection, door, client.IsIPv4MappedToIPv6 ? client.MapToIPv4() : client, next);
                break;
            default:
                connection.Abort(new ConnectionAbortedException("The proxy's header is malformed, or did not come."));
                break;
        }
    }

    private async Task<ProxyHeader> ReadHeaderAsync(ConnectionContext connection)
    {
        using var deadline = deadlines.Start(HeaderTime, _ => connection.Abort(new ConnectionAbortedException("The proxy's header did not come.")));
        var input = connection.Transport.Input;
        try
        {
            while (true)
            {
                var read = await input.ReadAsync(connection.ConnectionClosed);
                var header = ProxyHeader.Read(read.Buffer.Slice(0, Math.Min(read.Buffer.Length, ProxyHeader.MaxLength)).ToArray());
                var ended = read.IsCompleted || read.IsCanceled;
                if (header.Kind == ProxyHeaderKind.Incomplete && !ended)
                {
                    input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
                    continue;
                }
                // What is not the header's is left for the protocol, as if nobody had looked.
                input.AdvanceTo(read.Buffer.GetPosition(header.Length));
                return header;
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            return default;
        }
    }

    private Task AdmitAsync(ConnectionContext connection, GateDoor door, IPAddress? peer, ConnectionDelegate next)
    {
        // 1. Listed before it is judged: a rule that comes meanwhile finds it in the list, or is found by the judgement.
        var (input, output) = (new CountedInput(connection.Transport.Input), new CountedOutput(connection.Transport.Output));
        var open = new OpenConnection(connection, new(door.Protocol, peer, clock.GetUtcNow(), door.IsEncrypted), input, output);
        Connections.Add(open);

        // 2. May it?
        if (firewall.DenialOf(peer, door.Protocol) is { } denial)
        {
            Connections.Remove(open);
            meter.Refuse(door.Protocol, denial.Rule is null ? "ban" : "rule");
            open.End(denial.Reason);
            return Task.CompletedTask;
        }

        // 3. Is there room? The machine itself always gets in: its operator must, above all then.
        var source = peer is null || firewall.IsExempt(peer) || firewall.IsProxy(peer) ? (Network?)null : Network.SourceOf(peer);
        var inAll = Interlocked.Increment(ref count);
        if ((inAll > limits.Total && peer is not null) || (source is { } network && !sources.TryEnter(network, limits, Elapsed)))
        {
            Interlocked.Decrement(ref count);
            Connections.Remove(open);
            meter.Refuse(door.Protocol, inAll > limits.Total ? "total" : "source");
            return TurnAwayAsync(connection, door);
        }

        // 4. In.
        connection.Features.Set(open);
        connection.Features.Set(output);
        connection.Transport = new DuplexPipe(input, output);
        return ServeAsync(connection, open, source, next);
    }

    private async Task ServeAsync(ConnectionContext connection, OpenConnection open, Network? source, ConnectionDelegate next)
    {
        try
        {
            await next(connection);
        }
        finally
        {
            Interlocked.Decrement(ref count);
            if (source is { } network)
                sources.Leave(network);
            Connections.Remove(open);
        }
    }

    /// <summary>Tells those who are too many so, in the protocol's own words, and lets go of them.</summary>
    private Task TurnAwayAsync(ConnectionContext connection, GateDoor door)
    {
        if (door.Busy is null || Interlocked.Increment(ref farewells) > MaxFarewells)
        {
            if (door.Busy is not null)
                Interlocked.Decrement(ref farewells);
            connection.Abort(new ConnectionAbortedException("Too many connections."));
            return Task.CompletedTask;
        }
        return FarewellAsync(connection, door.Busy);
    }

    private async Task FarewellAsync(ConnectionContext connection, Action<IBufferWriter<byte>> busy)
    {
        using var patience = new CancellationTokenSource(FarewellTime, clock);
        var (input, output) = (connection.Transport.Input, connection.Transport.Output);
        try
        {
            busy(output);
            await output.FlushAsync(patience.Token);
            await output.CompleteAsync();
            var read = await input.ReadAsync(patience.Token);
            input.AdvanceTo(read.Buffer.End);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // It did not wait for it, or says nothing.
        }
        finally
        {
            Interlocked.Decrement(ref farewells);
            connection.Abort(new ConnectionAbortedException("Too many connections."));
        }
    }

    /// <summary>Ends those who may no longer be here.</summary>
    private void EndDenied(Network? concerned)
    {
        foreach (var connection in Connections.All)
        {
            if ((concerned is not { } network || (connection.Peer is { } peer && network.Contains(peer)))
                && firewall.DenialOf(connection.Peer, connection.Protocol) is { } denial)
                connection.End(denial.Reason);
        }
    }

    // A clock that runs on, whatever the other one is set to: set back, it would make every address one that comes too fast.
    private long Elapsed => clock.SteadyTicks();

    private void Tick()
    {
        firewall.Tick();
        sources.Sweep(Elapsed);
    }

    private void FollowSettings()
    {
        settings.NextChange.UnsafeRegister(static self => ((Gate)self!).FollowSettings(), this);
        limits = AdmissionLimits.Of(settings, descriptors);
    }
}
