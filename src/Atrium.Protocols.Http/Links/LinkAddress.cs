using System.Text;
using Atrium.Core.Repository;

namespace Atrium.Protocols.Http.Links;

/// <summary>Addresses behind <c>/s/</c>.</summary>
internal static class LinkAddress
{
    internal const string Prefix = "/s/";

    /// <summary>What is sent to somebody: under the server's own name, never the one that a request came with (ATTACKS 9).</summary>
    internal static string Absolute(ServerInfo server, string token)
        => $"https://{server.Name}{(server.HttpsPort == 443 ? "" : $":{server.HttpsPort}")}{Prefix}{token}";

    /// <summary>A file or folder below what the link leads to, without a host.</summary>
    /// <param name="token">Of the link.</param>
    /// <param name="top">How many names of the path stand above the link.</param>
    /// <param name="path">In the tree.</param>
    /// <param name="kind">A folder ends with a slash.</param>
    internal static string Of(string token, int top, NodePath path, NodeKind kind)
    {
        var link = new StringBuilder(Prefix).Append(token);
        foreach (var name in path.Names.Skip(top))
            link.Append('/').Append(Uri.EscapeDataString(name));
        if (kind == NodeKind.Folder)
            link.Append('/');
        return link.ToString();
    }
}
