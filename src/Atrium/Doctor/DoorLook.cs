using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Atrium.Core.Examination;
using Atrium.Protocols.Http;
using Atrium.Serving;

namespace Atrium.Doctor;

/// <summary>Knocks at each door as a client on this machine would, and looks at what is shown there.</summary>
internal static class DoorLook
{
    /// <summary>On the machine itself a door that is open answers in milliseconds; a busy one may take longer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>The doors of a running server.</summary>
    internal static async ValueTask<IReadOnlyList<Finding>> KnockAsync(IReadOnlyList<Door> doors, string name, CancellationToken cancellation)
    {
        var findings = new List<Finding>();
        foreach (var door in doors.Where(door => door.EndPoint is IPEndPoint))
        {
            if (await KnockAsync(door, name, cancellation) is { } finding)
                findings.Add(finding);
        }
        var addresses = doors.Select(door => door.EndPoint).OfType<IPEndPoint>().Select(endPoint => endPoint.Address).ToList();
        if (addresses.Count > 0 && addresses.All(IPAddress.IsLoopback))
        {
            findings.Add(new Finding(
                "doors", Severity.Notice, string.Join(", ", addresses.Distinct()), "The server is reached from this machine only.",
                "When others should reach it: atrium serve --bind ADDRESS, or without --bind for all addresses."));
        }
        return findings;
    }

    /// <summary>The ports that a server of this configuration would take.</summary>
    internal static IEnumerable<Finding> Free(IReadOnlyList<IPAddress> addresses, int portBase)
    {
        foreach (var address in addresses.Count == 0 ? [IPAddress.Any] : addresses)
        {
            foreach (var port in new[] { portBase + DoorSockets.HttpsPort, portBase + DoorSockets.HttpPort })
            {
                if (Occupied(address, port) is { } why)
                {
                    yield return new Finding(
                        "doors", Severity.Problem, new IPEndPoint(address, port).ToString(), $"The server could not open this port: {why}.",
                        $"See who has it (ss -ltnp 'sport = :{port}') and stop that program, or choose other ports with --port-base or another address with --bind.");
                }
            }
        }
    }

    private static string? Occupied(IPAddress address, int port)
    {
        using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(address, port));
            socket.Listen(1);
            return null;
        }
        catch (SocketException error)
        {
            return error.Message.TrimEnd('.');
        }
    }

    private static async ValueTask<Finding?> KnockAsync(Door door, string name, CancellationToken cancellation)
    {
        var endPoint = (IPEndPoint)door.EndPoint;
        var address = endPoint.Address.Equals(IPAddress.Any) ? IPAddress.Loopback
            : endPoint.Address.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback
            : endPoint.Address;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        try
        {
            using var client = new TcpClient(address.AddressFamily);
            await client.ConnectAsync(address, endPoint.Port, patience.Token);
            return door.Kind == HttpDoorKind.Https ? await ShakeHandsAsync(door, client, name, patience.Token) : null;
        }
        catch (Exception error) when (error is SocketException or IOException or AuthenticationException
            || (error is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return new Finding(
                "doors", Severity.Problem, $"{door.Protocol} {new IPEndPoint(address, endPoint.Port)}",
                $"Nobody answers at this door, not even from the machine itself ({(error is OperationCanceledException ? "it took too long" : error.Message.TrimEnd('.'))}).",
                "Look for rules that drop it (atrium firewall list, nft list ruleset), and whether connections or open files have run out (atrium status).");
        }
    }

    private static async ValueTask<Finding?> ShakeHandsAsync(Door door, TcpClient client, string name, CancellationToken cancellation)
    {
        var isForName = true;
        await using var tls = new SslStream(client.GetStream());
        try
        {
            await tls.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = name,
                    CertificateChainPolicy = new X509ChainPolicy { DisableCertificateDownloads = true, RevocationMode = X509RevocationMode.NoCheck },
                    // Whether this machine trusts it is another question; here only its names are looked at.
                    RemoteCertificateValidationCallback = (_, _, _, errors) => isForName = !errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch),
                },
                cancellation);
            return null;
        }
        catch (AuthenticationException) when (!isForName)
        {
            return new Finding(
                "doors", Severity.Warning, $"{door.Protocol} {door.Address}", $"The certificate that is shown here is not for {name}, the server's own name: clients that use it will refuse to connect.",
                "Give a certificate with this name (tls.certificate, or a pair in DIR/tls/certs), or another name with --name.");
        }
    }
}
