using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Atrium.Conformance.Harness;

/// <summary>Finds a port base whose doors nobody uses.</summary>
internal static class Ports
{
    /// <summary>The doors that a server may open, counted from its base (the standard ports of the protocols).</summary>
    private static readonly int[] Doors = [21, 24, 25, 80, 110, 143, 443, 465, 587, 631, 990, 993, 995];

    public static int FreeBase()
    {
        while (true)
        {
            // Below the range from which the kernel takes ports for outgoing connections, passive FTP included.
            var candidate = RandomNumberGenerator.GetInt32(12_000, 29_000);
            if (Doors.All(door => IsFree(candidate + door)))
                return candidate;
        }
    }

    private static bool IsFree(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
