using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Atrium.Conformance.Http;

/// <summary>A connection on which a test writes every byte itself.</summary>
internal sealed class Wire : IAsyncDisposable
{
    private readonly Stream stream;
    private readonly Socket socket;
    private readonly List<byte> received = [];

    private Wire(Stream stream, Socket socket) => (this.stream, this.socket) = (stream, socket);

    public static Task<Wire> ConnectClearAsync(AtriumProcess server) => ConnectClearFromAsync(IPAddress.Loopback, server);

    /// <summary>From one of this machine's addresses.</summary>
    public static async Task<Wire> ConnectClearFromAsync(IPAddress from, AtriumProcess server)
    {
        var socket = await ConnectAsync(server.PortBase + 80, from);
        return new Wire(new NetworkStream(socket, ownsSocket: true), socket);
    }

    public static Task<Wire> ConnectTlsAsync(AtriumProcess server) => ConnectTlsAsync(server, SslApplicationProtocol.Http11);

    public static Task<Wire> ConnectTlsAsync(AtriumProcess server, SslApplicationProtocol protocol)
        => ConnectTlsFromAsync(IPAddress.Loopback, server, protocol, []);

    /// <summary>From one of this machine's addresses.</summary>
    /// <param name="from">The address.</param>
    /// <param name="server">Where to.</param>
    /// <param name="before">What is sent before the handshake.</param>
    public static Task<Wire> ConnectTlsFromAsync(IPAddress from, AtriumProcess server, params byte[] before)
        => ConnectTlsFromAsync(from, server, SslApplicationProtocol.Http11, before);

    private static async Task<Wire> ConnectTlsFromAsync(IPAddress from, AtriumProcess server, SslApplicationProtocol protocol, byte[] before)
    {
        var socket = await ConnectAsync(server.HttpsPort, from);
        if (before.Length > 0)
            await socket.SendAsync(before, TestRun.Cancelled);
        using var authority = X509CertificateLoader.LoadCertificateFromFile(server.CaPath);
        var trust = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        trust.CustomTrustStore.Add(authority);
        var tls = new SslStream(new NetworkStream(socket, ownsSocket: true));
        await tls.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions { TargetHost = "127.0.0.1", CertificateChainPolicy = trust, ApplicationProtocols = [protocol] }, TestRun.Cancelled);
        return new Wire(tls, socket);
    }

    /// <summary>One byte for each character.</summary>
    public Task SendAsync(string text) => SendAsync(Encoding.Latin1.GetBytes(text));

    public async Task SendAsync(byte[] bytes)
    {
        await stream.WriteAsync(bytes, TestRun.Cancelled);
        await stream.FlushAsync(TestRun.Cancelled);
    }

    /// <summary>Sends on until the server stops taking it: what a server may do to whom it has answered already.</summary>
    public async Task SendWhileTakenAsync(byte[] bytes)
    {
        try
        {
            await SendAsync(bytes);
        }
        catch (IOException)
        {
            // The answer is read next; it may have come before the end.
        }
    }

    public Task<WireAnswer> AnswerAsync() => AnswerAsync(BodyRule.AsFramed);

    /// <summary>The next answer, interim ones included.</summary>
    public async Task<WireAnswer> AnswerAsync(BodyRule rule)
    {
        var head = Encoding.Latin1.GetString(await TakeAsync(await FindAsync("\r\n\r\n"u8.ToArray()) + 4));
        var lines = head.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Matches("^HTTP/1\\.1 [1-5][0-9][0-9] ", lines[0]);
        var fields = lines[1..].Select(line => (Name: line[..line.IndexOf(':')], Value: line[(line.IndexOf(':') + 1)..].Trim())).ToList();
        var answer = new WireAnswer(lines[0], fields, []);
        if (rule == BodyRule.None || answer.Status is < 200 or 204 or 304)
            return answer;
        if (answer["Transfer-Encoding"] == "chunked")
            return answer with { Body = await TakeChunksAsync() };
        return answer["Content-Length"] is { } length
            ? answer with { Body = await TakeAsync(int.Parse(length, CultureInfo.InvariantCulture)) }
            : answer with { Body = await TakeRestAsync() };
    }

    /// <summary>The next answer; null when the connection ends before its first byte.</summary>
    public async Task<WireAnswer?> TryAnswerAsync() => received.Count > 0 || await ReceiveAsync() ? await AnswerAsync() : null;

    /// <summary>Everything up to the end of the connection, however it ends.</summary>
    public async Task<byte[]> TakeRestAsync()
    {
        while (await ReceiveAsync())
        {
            // Received.
        }
        return await TakeAsync(received.Count);
    }

    /// <summary>Fails the test where more comes before the end.</summary>
    public async Task AssertClosedAsync() => Assert.Equal("", Encoding.Latin1.GetString(await TakeRestAsync()));

    /// <summary>So many bytes, as they come.</summary>
    public async Task<byte[]> TakeAsync(int count)
    {
        while (received.Count < count)
            Assert.True(await ReceiveAsync(), $"The connection ended after {received.Count} of {count} bytes:\n{Encoding.Latin1.GetString([.. received])}");
        var taken = received[..count].ToArray();
        received.RemoveRange(0, count);
        return taken;
    }

    /// <summary>False when the server has let go of the connection, whatever is still on its way.</summary>
    public async Task<bool> IsHeldByServerAsync()
    {
        const string Established = "01";
        var (local, remote) = (((IPEndPoint)socket.RemoteEndPoint!).Port, ((IPEndPoint)socket.LocalEndPoint!).Port);
        var connections = await File.ReadAllLinesAsync("/proc/net/tcp", TestRun.Cancelled);
        return connections.Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Any(column => column[1].EndsWith($":{local:X4}") && column[2].EndsWith($":{remote:X4}") && column[3] == Established);
    }

    /// <summary>The client sends nothing more, and reads on.</summary>
    public void EndSending() => socket.Shutdown(SocketShutdown.Send);

    public ValueTask DisposeAsync() => stream.DisposeAsync();

    private static async Task<Socket> ConnectAsync(int port, IPAddress from)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Bind(new IPEndPoint(from, 0));
        await socket.ConnectAsync(IPAddress.Loopback, port, TestRun.Cancelled);
        return socket;
    }

    private async Task<byte[]> TakeChunksAsync()
    {
        var body = new List<byte>();
        while (true)
        {
            var line = Encoding.ASCII.GetString(await TakeAsync(await FindAsync("\r\n"u8.ToArray()) + 2));
            var size = int.Parse(line.Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            body.AddRange((await TakeAsync(size + 2))[..size]);
            if (size == 0)
                return [.. body];
        }
    }

    private async Task<int> FindAsync(byte[] pattern)
    {
        while (true)
        {
            var at = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(received).IndexOf(pattern);
            if (at >= 0)
                return at;
            Assert.True(await ReceiveAsync(), $"The connection ended before the end of the answer:\n{Encoding.Latin1.GetString([.. received])}");
        }
    }

    /// <summary>False at the end of the connection, which may be a reset.</summary>
    private async Task<bool> ReceiveAsync()
    {
        var buffer = new byte[64 * 1024];
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestRun.Cancelled);
        patience.CancelAfter(Until.Patience);
        try
        {
            var count = await stream.ReadAsync(buffer, patience.Token);
            received.AddRange(buffer.AsSpan(0, count));
            return count > 0;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
