using System.Net;
using System.Net.Sockets;

namespace Atrium.Tests.Remote;

/// <summary>A line between client and server that counts, and breaks after so many bytes.</summary>
internal sealed class CuttingRelay : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource end = new();
    private readonly int port;
    private readonly long mostFromServer, mostToServer;
    private readonly Task accepting;
    private bool passes;
    private long fromServer, toServer;

    internal CuttingRelay(string server, long fromServer = long.MaxValue, long toServer = long.MaxValue)
    {
        (port, mostFromServer, mostToServer) = (new Uri(server).Port, fromServer, toServer);
        listener.Start();
        accepting = AcceptAsync();
    }

    internal string Url => $"https://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";

    internal long FromServer => Interlocked.Read(ref fromServer);

    internal long ToServer => Interlocked.Read(ref toServer);

    /// <summary>Breaks nothing until it is reset.</summary>
    internal void Pass() => Volatile.Write(ref passes, true);

    /// <summary>Counts from here on.</summary>
    internal void Reset()
    {
        Interlocked.Exchange(ref fromServer, 0);
        Interlocked.Exchange(ref toServer, 0);
        Volatile.Write(ref passes, false);
    }

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        listener.Stop();
        await accepting;
        end.Dispose();
    }

    private async Task AcceptAsync()
    {
        var lines = new List<Task>();
        try
        {
            while (true)
                lines.Add(RelayAsync(await listener.AcceptSocketAsync(end.Token)));
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(lines);
        }
    }

    private async Task RelayAsync(Socket client)
    {
        using var server = new Socket(SocketType.Stream, ProtocolType.Tcp);
        using (client)
        {
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, port, end.Token);
                await Task.WhenAny(
                    CopyAsync(client, server, read => Interlocked.Add(ref toServer, read) > mostToServer),
                    CopyAsync(server, client, read => Interlocked.Add(ref fromServer, read) > mostFromServer));
            }
            catch (Exception error) when (error is OperationCanceledException or SocketException)
            {
                // Nobody is left to be told.
            }
        }
    }

    private async Task CopyAsync(Socket from, Socket to, Func<int, bool> isEnough)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            int read;
            while ((read = await from.ReceiveAsync(buffer, end.Token)) > 0 && (!isEnough(read) || Volatile.Read(ref passes)))
            {
                for (var sent = 0; sent < read;)
                    sent += await to.SendAsync(buffer.AsMemory(sent, read - sent), end.Token);
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The line is broken.
        }
    }
}
