using System.Net;
using System.Net.Sockets;
using Atrium.Client;
using Atrium.CommandLine;
using Atrium.Configuration;
using Atrium.Protocols.Http;

namespace Atrium.Serving;

/// <summary>
/// Takes every door before anything is opened or made: a port that is in use is found while there is nothing to undo. Whoever
/// knocks before Kestrel accepts waits in the kernel's queue.
/// </summary>
internal sealed class DoorSockets : IDisposable
{
    internal const int HttpPort = 80, HttpsPort = 443;

    /// <summary>As Kestrel's own: more can be waiting than a burst of clients brings; the kernel caps it (net.core.somaxconn).</summary>
    private const int Backlog = 512;

    private readonly List<Door> doors = [];
    private LocalSocketAddress? local;

    internal IReadOnlyList<Door> Doors => doors;

    /// <summary>Takes the ports.</summary>
    /// <exception cref="CommandFailedException">One of them cannot be had.</exception>
    internal static DoorSockets Open(ServerSettings settings)
    {
        var sockets = new DoorSockets();
        try
        {
            IReadOnlyList<IPAddress?> addresses = settings.Addresses.Count == 0 ? [null] : [.. settings.Addresses];
            foreach (var address in addresses)
            {
                sockets.BindTcp(HttpDoorKind.Https, address, settings.PortBase + HttpsPort);
                sockets.BindTcp(HttpDoorKind.Http, address, settings.PortBase + HttpPort);
            }
            return sockets;
        }
        catch
        {
            sockets.Dispose();
            throw;
        }
    }

    /// <summary>Adds the server's own socket, once the folder it lies in is held.</summary>
    internal void OpenLocal(string path)
    {
        local = LocalSocketAddress.Of(path);
        // A leftover of a killed server: nobody listens there, since we hold the folder.
        File.Delete(path);
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Bind(local.EndPoint);
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
        doors.Add(new Door(HttpDoorKind.Local, local.EndPoint, socket, path));
    }

    /// <summary>For Kestrel: the socket of an endpoint.</summary>
    internal Socket SocketOf(EndPoint endPoint) => doors.First(door => door.EndPoint.Equals(endPoint)).Socket;

    /// <summary>Whether what comes in there is neither encrypted nor the server's own socket.</summary>
    internal bool IsForClearText(EndPoint endPoint) => doors.Any(door => door.Kind == HttpDoorKind.Http && door.EndPoint.Equals(endPoint));

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var door in doors)
            door.Socket.Dispose();
        if (local is not null)
            File.Delete(local.Path);
        local?.Dispose();
    }

    private void BindTcp(HttpDoorKind kind, IPAddress? address, int port)
    {
        var socket = address is null ? BindAll(port, out var endPoint) : BindOne(endPoint = new IPEndPoint(address, port));
        doors.Add(new Door(kind, endPoint, socket, address is null ? $"*:{port}" : endPoint.ToString()!));
    }

    private static Socket BindAll(int port, out EndPoint endPoint)
    {
        if (Socket.OSSupportsIPv6)
        {
            try
            {
                return BindOne(endPoint = new IPEndPoint(IPAddress.IPv6Any, port));
            }
            catch (SocketException)
            {
                // IPv6 is compiled in but switched off.
            }
        }
        return BindOne(endPoint = new IPEndPoint(IPAddress.Any, port));
    }

    private static Socket BindOne(EndPoint endPoint)
    {
        var (address, port) = (((IPEndPoint)endPoint).Address, ((IPEndPoint)endPoint).Port);
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (address.Equals(IPAddress.IPv6Any))
                socket.DualMode = true;
            socket.Bind(endPoint);
            // Until one of them listens, the kernel lets two programs bind the same port (.NET sets SO_REUSEADDR).
            socket.Listen(Backlog);
            return socket;
        }
        catch (SocketException error)
        {
            socket.Dispose();
            throw error.SocketErrorCode switch
            {
                SocketError.AddressAlreadyInUse => new CommandFailedException(
                    $"Port {port} is in use by another program (ss -ltnp 'sport = :{port}' names it). Stop that one, or choose other ports with --port-base, or another address with --bind."),
                SocketError.AccessDenied => new CommandFailedException(
                    $"Port {port} may not be opened by this user: ports below 1024 need the capability CAP_NET_BIND_SERVICE. Grant it, or choose higher ports with --port-base 8000."),
                SocketError.AddressNotAvailable => new CommandFailedException(
                    $"{address} is not an address of this machine (ip address shows them). Choose another one with --bind."),
                _ => (Exception)error,
            };
        }
    }
}
