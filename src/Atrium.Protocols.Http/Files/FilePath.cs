using System.Text;
using Atrium.Core;
using Atrium.Core.Repository;
using Atrium.Protocols.Http.Dispatch;
using Atrium.Protocols.Http.Requests;

namespace Atrium.Protocols.Http.Files;

/// <summary>Paths of the tree in targets and links.</summary>
internal static class FilePath
{
    /// <summary>The names behind <see cref="Routes.FilesPrefix"/>.</summary>
    internal static Outcome<NodePath> Read(Exchange exchange) => Read(exchange, prefix: 3);

    /// <summary>The names behind a number of others.</summary>
    internal static Outcome<NodePath> Read(Exchange exchange, int prefix)
        => NodePath.FromNames(new ArraySegment<string>(exchange.Target.Segments, prefix, exchange.Target.Segments.Length - prefix));

    /// <summary>The parameter <c>path</c>.</summary>
    internal static Outcome<NodePath> Parameter(RequestQuery query)
        => query.Find("path") is { } path ? NodePath.Parse(path) : Refused.Invalid("The parameter 'path' names the file, folder or space, such as /shared/plans.");

    /// <summary>A reference to a path of the tree: without a host, so that no forged one can get into it (ATTACKS 9).</summary>
    internal static string Link(NodePath path, NodeKind kind) => Link(Routes.FilesPrefix, path, kind);

    /// <summary>The same below another route.</summary>
    internal static string Link(string prefix, NodePath path, NodeKind kind)
    {
        var link = new StringBuilder(prefix);
        foreach (var name in path.Names)
            link.Append('/').Append(Uri.EscapeDataString(name));
        if (kind == NodeKind.Folder)
            link.Append('/');
        return link.ToString();
    }
}
