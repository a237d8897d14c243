using System.Net;
using System.Net.Sockets;

namespace Atrium.Tests.Program;

/// <summary>Port bases whose doors nobody holds at the moment.</summary>
internal static class FreePorts
{
    internal static int Base()
    {
        // Below the ports that the kernel gives to outgoing connections.
        for (var attempt = 0; attempt < 200; attempt++)
        {
            var candidate = 10_000 + (System.Security.Cryptography.RandomNumberGenerator.GetInt32(1, 20) * 1000);
            if (IsFree(candidate + 443) && IsFree(candidate + 80))
                return candidate;
        }
        throw new InvalidOperationException("No free port base.");
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
