using System.Net;
using Atrium.Api;
using Atrium.Protocols.Http;

namespace Atrium.Serving;

/// <summary>An address and port that the server listens at.</summary>
/// <param name="Kind">What is spoken there.</param>
/// <param name="Address">Null for all addresses.</param>
/// <param name="Port">TCP.</param>
internal sealed record Door(HttpDoorKind Kind, IPAddress? Address, int Port)
{
    private const int HttpsPort = 443, HttpPort = 80;

    /// <summary>The doors of a configuration.</summary>
    internal static IEnumerable<Door> Of(int portBase, IReadOnlyList<IPAddress> bind)
    {
        foreach (var address in bind.Count == 0 ? [null] : bind.Cast<IPAddress?>())
        {
            yield return new Door(HttpDoorKind.Https, address, portBase + HttpsPort);
            yield return new Door(HttpDoorKind.Http, address, portBase + HttpPort);
        }
    }

    internal static int HttpsOf(int portBase) => portBase + HttpsPort;

    internal DoorRecord Record(string name)
    {
        var scheme = Kind == HttpDoorKind.Https ? "https" : "http";
        var host = Address is null || Address.Equals(IPAddress.Any) || Address.Equals(IPAddress.IPv6Any) ? name : new IPEndPoint(Address, 0).ToString()[..^2];
        return new DoorRecord(scheme, $"{scheme}://{host}:{Port}/");
    }

    public override string ToString() => Address is null ? $"port {Port}" : new IPEndPoint(Address, Port).ToString();
}
