using System.Net;
using System.Net.Sockets;
using Atrium.Api;
using Atrium.Protocols.Http;

namespace Atrium.Serving;

/// <summary>One open door: a protocol at an address, its socket bound.</summary>
/// <param name="Kind">What is spoken there.</param>
/// <param name="EndPoint">As Kestrel is told.</param>
/// <param name="Socket">Bound, not yet listening.</param>
/// <param name="Address">Host and port, or the path of the socket.</param>
internal sealed record Door(HttpDoorKind Kind, EndPoint EndPoint, Socket Socket, string Address)
{
    /// <summary>Of the doors to the network, whether one is open now or not.</summary>
    internal static IEnumerable<string> Protocols => Enum.GetValues<HttpDoorKind>().Where(kind => kind != HttpDoorKind.Local).Select(ProtocolOf);

    internal string Protocol => ProtocolOf(Kind);

    private static string ProtocolOf(HttpDoorKind kind) => kind switch
    {
        HttpDoorKind.Https => "https",
        HttpDoorKind.Http => "http",
        HttpDoorKind.Local => "local",
        _ => throw new InvalidOperationException($"A door of the unknown kind {kind}."),
    };

    internal string Purpose => Kind switch
    {
        HttpDoorKind.Https => "everything: files, API",
        HttpDoorKind.Http => "leads to https; /ca.crt",
        HttpDoorKind.Local => "administration on this machine",
        _ => "",
    };

    /// <summary>For status and the table; a door at all addresses goes by the name of the server.</summary>
    internal DoorRecord ToRecord(string name) => new(Protocol, Kind == HttpDoorKind.Local ? Address : $"{Protocol}://{Host(name)}/");

    private string Host(string name)
    {
        var endPoint = (IPEndPoint)EndPoint;
        return endPoint.Address.Equals(IPAddress.Any) || endPoint.Address.Equals(IPAddress.IPv6Any)
            ? $"{name}:{endPoint.Port.ToString(System.Globalization.CultureInfo.InvariantCulture)}"
            : endPoint.ToString();
    }
}
