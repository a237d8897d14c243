using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Atrium.Protocols.Tls;

/// <summary>The names and addresses under which this server is reached, all of which its own certificate carries.</summary>
public sealed class TlsNames
{
    // A host of containers can have hundreds of bridges; a certificate that long would not fit into one flight.
    private const int MostInterfaceAddresses = 32;

    private TlsNames(string host, IReadOnlyList<string> dnsNames, IReadOnlyList<IPAddress> addresses)
    {
        Host = host;
        DnsNames = dnsNames;
        Addresses = addresses;
    }

    /// <summary>The server's own name (<c>--name</c>): punycode and lower case, or an address as text.</summary>
    public string Host { get; }

    /// <summary>All DNS names, sorted, without repetition; always with localhost.</summary>
    public IReadOnlyList<string> DnsNames { get; }

    /// <summary>All addresses, sorted, without repetition; always with 127.0.0.1 and ::1.</summary>
    public IReadOnlyList<IPAddress> Addresses { get; }

    /// <summary>
    /// The names of a server: its own name, localhost, the machine's name, the loopback and the bound addresses. A bound
    /// "any" address (0.0.0.0, ::) stands for the addresses that the network interfaces have now.
    /// </summary>
    /// <param name="host">The server's own name: a DNS name (Unicode or punycode) or an IP address.</param>
    /// <param name="bound">The addresses to which the doors are bound.</param>
    /// <exception cref="ArgumentException"><paramref name="host"/> is neither a DNS name nor an address.</exception>
    public static TlsNames Of(string host, IEnumerable<IPAddress> bound)
    {
        ArgumentNullException.ThrowIfNull(bound);
        var own = HostName.TryAddress(host);
        var name = own?.ToString() ?? HostName.TryNormalize(host);
        if (name is null || name.Contains('*'))
            throw new ArgumentException($"'{host}' is neither a host name nor an address.", nameof(host));

        var names = new SortedSet<string>(StringComparer.Ordinal) { "localhost" };
        if (own is null)
            names.Add(name);
        // A machine may carry a name that no certificate can: then it is not reached by that name over TLS either.
        if (HostName.TryNormalize(Environment.MachineName) is { } machine && !machine.Contains('*'))
            names.Add(machine);

        IEnumerable<IPAddress> addresses = [IPAddress.Loopback, IPAddress.IPv6Loopback, .. own is null ? [] : (IPAddress[])[own], .. bound.SelectMany(Expand)];
        return new TlsNames(name, [.. names], [.. addresses.Select(Plain).Distinct().OrderBy(a => a.ToString(), StringComparer.Ordinal)]);
    }

    private static IEnumerable<IPAddress> Expand(IPAddress bound) =>
        bound.Equals(IPAddress.Any) ? InterfaceAddresses().Where(a => a.AddressFamily == AddressFamily.InterNetwork)
        : bound.Equals(IPAddress.IPv6Any) ? InterfaceAddresses()
        : [bound];

    /// <summary>The one name of a site.</summary>
    internal static TlsNames OfSite(string name) => new(name, [name], []);

    // Link-local addresses cannot stand in a URL without a scope, and scopes have no place in a certificate.
    private static IEnumerable<IPAddress> InterfaceAddresses() =>
        NetworkInterface.GetAllNetworkInterfaces()
            .Where(i => i.OperationalStatus is OperationalStatus.Up or OperationalStatus.Unknown)
            .SelectMany(i => i.GetIPProperties().UnicastAddresses)
            .Select(u => u.Address)
            .Where(a => !a.IsIPv6LinkLocal && !a.IsIPv6Multicast)
            .Take(MostInterfaceAddresses);

    private static IPAddress Plain(IPAddress address) =>
        address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : new IPAddress(address.GetAddressBytes());
}
