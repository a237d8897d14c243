using Atrium.Core;
using Atrium.Core.Repository;
using Atrium.Protocols.Http.Dispatch;
using Atrium.Protocols.Http.Files;

namespace Atrium.Protocols.Http.Dav;

/// <summary>Paths of the tree as WebDAV names them, and where its principals are.</summary>
internal static class DavPath
{
    /// <summary>The name of the protocol in the journal and in the limits of app passwords.</summary>
    internal const string Protocol = "dav";

    internal const string Prefix = "/dav";

    /// <summary>Beside the kinds of spaces, none of which is called so: no path of the tree begins with it.</summary>
    internal const string PrincipalsPrefix = Prefix + "/principals";

    /// <summary>The path that a request is about.</summary>
    internal static Outcome<NodePath> Read(Exchange exchange) => FilePath.Read(exchange, prefix: 1);

    /// <summary>The reference to a resource; a collection's ends with a slash (RFC 4918, 5.2).</summary>
    internal static string Link(NodePath path, NodeKind kind) => FilePath.Link(Prefix, path, kind);

    /// <summary>The reference to the principal of an account.</summary>
    internal static string Principal(string account) => $"{PrincipalsPrefix}/{Uri.EscapeDataString(account)}/";

    /// <summary>
    /// The folders above the spaces show a visitor nothing, even where something is public below: most clients sign in only when they are
    /// told to, and would never see more.
    /// </summary>
    internal static Refused? SignInFirst(Exchange exchange, NodePath path) => exchange.IsAnonymous && path.Depth < 2
        ? new Refused(Refusal.SignInRequired, "Sign in to see what is here.")
        : null;
}
