using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Atrium.Core;
using Atrium.Core.Accounts;
using Atrium.Core.Guard;
using Atrium.Core.Ports;
using Atrium.Protocols.Admission;
using Atrium.Protocols.Timing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;

namespace Atrium.Bench;

/// <summary>What it costs to accept a connection: without a gate, behind one that knows nobody, and behind one that knows 200,000 networks.</summary>
internal static class GuardBench
{
    private const int Known = 100_000, Rounds = 15, Connections = 2000, RowsOfOneUnit = 1000;

    internal static async Task RunAsync(string folder)
    {
        await using var few = await BenchStore.OpenAsync(Path.Combine(folder, "few"));
        await using var many = await BenchStore.OpenAsync(Path.Combine(folder, "many"));
        await FillAsync(many.Store);
        using var deadlines = new Deadlines(TimeProvider.System);
        await few.Store.Guard.LoadAsync(default);
        var started = Stopwatch.GetTimestamp();
        await many.Store.Guard.LoadAsync(default);
        var loading = Stopwatch.GetElapsedTime(started);

        await using var bare = await ServeAsync(null);
        using var fewGate = await OpenGateAsync(few, deadlines);
        await using var behindFew = await ServeAsync(fewGate);
        using var manyGate = await OpenGateAsync(many, deadlines);
        await using var behindMany = await ServeAsync(manyGate);

        var (nothing, empty, full) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = -3; round < Rounds; round++)
        {
            // In turn, and each round begins with another one: what the machine does beside it meets all of them.
            var turns = new (WebApplication Server, List<double> Times)[] { (bare, nothing), (behindFew, empty), (behindMany, full) };
            for (var i = 0; i < turns.Length; i++)
            {
                var (server, times) = turns[(i + round + 3) % turns.Length];
                var time = Connect(PortOf(server));
                // The first rounds are compiled while they run.
                if (round >= 0)
                    times.Add(time);
            }
        }
        var cost = Machine.Percentile([.. full.Zip(empty, (with, without) => with / without)], 0.5);
        Console.WriteLine($"""
            # guard: accepting a connection, with {Known:N0} rules and {Known:N0} bans

            {Machine.Describe(folder)}

            Connecting, one byte there and back, closing; {Rounds} rounds of {Connections} in turn, medians.

            | | us | of the one above | |
            |---|---|---|---|
            | Kestrel alone | {Machine.Percentile(nothing, 0.5):0.0} | | |
            | behind a gate without rules | {Machine.Percentile(empty, 0.5):0.0} | {Machine.Percentile([.. empty.Zip(nothing, (a, b) => a / b)], 0.5):0.000} | |
            | behind a gate with all of them | {Machine.Percentile(full, 0.5):0.0} | {cost:0.000} | below 1.05 |
            | one question to the firewall, no rules | {Question(few.Store.Guard):0.000} | | |
            | one question to the firewall, all of them | {Question(many.Store.Guard):0.000} | | |

            Reading and building all of them at the start: {loading.TotalSeconds:0.00} s.
            """);
    }

    // What is measured is who may, not how many: a rate of this kind is counted all the same.
    private static async Task<Gate> OpenGateAsync(BenchStore store, Deadlines deadlines)
    {
        await store.Store.Settings.LoadAsync(default);
        BenchStore.Check((await store.Workspace.Administration.Settings.SetAsync(GuardSettings.ConnectionRate.Name, "1000000", default)).Refused);
        return new Gate(store.Store.Guard, store.Store.Settings, 20_000, deadlines, TimeProvider.System);
    }

    private static async Task<WebApplication> ServeAsync(Gate? gate)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, endpoint =>
        {
            if (gate is not null)
                endpoint.UseGate(gate, new GateDoor("echo", IsEncrypted: false));
            endpoint.Run(EchoAsync);
        }));
        var server = builder.Build();
        await server.StartAsync();
        return server;
    }

    private static int PortOf(WebApplication server) => new Uri(server.Urls.First()).Port;

    private static async Task EchoAsync(ConnectionContext connection)
    {
        var read = await connection.Transport.Input.ReadAsync();
        foreach (var part in read.Buffer)
            await connection.Transport.Output.WriteAsync(part);
        connection.Transport.Input.AdvanceTo(read.Buffer.End);
    }

    /// <summary>Microseconds of one.</summary>
    private static double Connect(int port)
    {
        var started = Stopwatch.GetTimestamp();
        Span<byte> one = stackalloc byte[1];
        for (var i = 0; i < Connections; i++)
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            socket.Connect(IPAddress.Loopback, port);
            socket.Send(one);
            if (socket.Receive(one) != 1)
                throw new InvalidOperationException("The server closed the connection.");
        }
        return Stopwatch.GetElapsedTime(started).TotalMicroseconds / Connections;
    }

    /// <summary>Microseconds of one, about addresses that are known and others.</summary>
    private static double Question(Firewall firewall)
    {
        var addresses = Enumerable.Range(0, 4096).Select(i => i % 2 == 0 ? Four(i * 7919) : Six(i * 7919)).ToArray();
        var started = Stopwatch.GetTimestamp();
        const int Times = 100;
        for (var i = 0; i < Times; i++)
        {
            foreach (var address in addresses)
                _ = firewall.DenialOf(address, "echo");
        }
        return Stopwatch.GetElapsedTime(started).TotalMicroseconds / (Times * addresses.Length);
    }

    /// <summary>As lists of networks on the internet are: single addresses, /24s and /20s, and some of IPv6.</summary>
    private static async Task FillAsync(Store store)
    {
        var caller = Caller.OfSystem("bench");
        var now = TimeProvider.System.GetUtcNow();
        foreach (var part in Enumerable.Range(0, Known).Chunk(RowsOfOneUnit))
        {
            (await store.Catalog.CommitAsync<Done>(
                caller,
                tx =>
                {
                    foreach (var i in part)
                    {
                        var network = (i % 10) switch
                        {
                            < 5 => Network.Of(Four(i)),
                            < 7 => Network.Of(Four(i)).AndWider.ElementAt(8),
                            7 => Network.Of(Four(i)).AndWider.ElementAt(12),
                            _ => Network.Of(Six(i)).AndWider.ElementAt(80),
                        };
                        if (tx.FirewallRulesOf(network).Count == 0)
                            tx.InsertFirewallRule(new FirewallRule(tx.Next(Sequence.FirewallRule), network, null, RuleAction.Deny, FirewallRule.UsualOrder) { Created = now });
                        var source = Network.SourceOf(i % 4 == 0 ? Six(Known + i) : Four(Known + i));
                        tx.DeleteBan(source);
                        tx.InsertBan(new Ban(source, Offence.FailedSignIn, now, now.AddDays(1), 1));
                    }
                    return default(Done);
                },
                default)).Try(out _, out var refused);
            BenchStore.Check(refused);
        }
    }

    // Spread over all of 1.0.0.0 to 126.255.255.255 and 2001:db8::/32, none of them on loopback.
    private static IPAddress Four(int i)
    {
        var bits = (uint)i * 2_654_435_761u;
        return new IPAddress([(byte)(1 + (bits >> 24) % 126), (byte)(bits >> 16), (byte)(bits >> 8), (byte)bits]);
    }

    private static IPAddress Six(int i)
    {
        var bits = (uint)i * 2_654_435_761u;
        return new IPAddress([0x20, 1, 0xd, 0xb8, (byte)(bits >> 24), (byte)(bits >> 16), (byte)(bits >> 8), (byte)bits, 0, 0, 0, 0, 0, 0, 0, 1]);
    }
}
