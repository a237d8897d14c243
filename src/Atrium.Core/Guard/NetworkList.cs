using System.Net;

namespace Atrium.Core.Guard;

/// <summary>A few networks of a setting.</summary>
internal sealed class NetworkList
{
    private readonly Network[] networks;

    private NetworkList(Network[] networks) => this.networks = networks;

    internal static NetworkList Empty { get; } = new([]);

    internal static NetworkList Of(IReadOnlyList<string> words) => words.Count == 0 ? Empty : new([.. words.Select(word => Network.Parse(word).Value)]);

    internal bool Contains(IPAddress address)
    {
        if (networks.Length == 0)
            return false;
        var bits = Network.ToBits(address);
        foreach (var network in networks)
        {
            if (network.Contains(bits))
                return true;
        }
        return false;
    }
}
