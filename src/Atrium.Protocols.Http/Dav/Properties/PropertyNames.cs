using System.Text;
using System.Xml.Linq;
using Atrium.Core;
using Atrium.Core.Repository.Properties;

namespace Atrium.Protocols.Http.Dav.Properties;

/// <summary>What names of properties may be, wherever a request has them.</summary>
internal static class PropertyNames
{
    /// <summary>Why a name cannot be one; null where it can. Longer ones are never kept, and answers repeat them for each resource.</summary>
    internal static Refused? Violation(XName name)
    {
        // Namespaces that are XML's own: no element may be declared in them.
        if (name.Namespace == XNamespace.Xml || name.Namespace == XNamespace.Xmlns)
            return Refused.Invalid($"A property cannot be called {name.LocalName} in the namespace of XML itself.");
        return Encoding.UTF8.GetByteCount(name.NamespaceName) + Encoding.UTF8.GetByteCount(name.LocalName) > PropertyLimits.MaxNameBytes
            ? Refused.Invalid($"The name of a property and its namespace have at most {PropertyLimits.MaxNameBytes} bytes together.")
            : null;
    }
}
