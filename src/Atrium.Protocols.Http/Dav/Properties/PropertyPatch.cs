using System.Globalization;
using System.Xml.Linq;
using Atrium.Core;
using Atrium.Core.Repository.Properties;
using Atrium.Protocols.Http.Dav.Xml;
using static Atrium.Protocols.Http.Dav.Properties.DavNames;

namespace Atrium.Protocols.Http.Dav.Properties;

/// <summary>What a PROPPATCH, or an MKCOL with a body, wants changed (RFC 4918, 9.2; RFC 5689, 3).</summary>
/// <param name="Names">All that it names, in order, each once.</param>
/// <param name="Changes">What is kept for clients.</param>
/// <param name="Modified">The time of modification; null where it is not named.</param>
/// <param name="Protected">Names that only the server sets: with one of them nothing is changed.</param>
internal sealed record PropertyPatch(IReadOnlyList<XName> Names, IReadOnlyList<PropertyChange> Changes, DateTimeOffset? Modified, IReadOnlyCollection<XName> Protected)
{
    // What Windows sets after each upload means what getlastmodified says; it is kept as well, so that Windows finds it as it was.
    private static readonly XName[] Times = [WebDav + "getlastmodified", DavNames.Microsoft + "Win32LastModifiedTime"];

    /// <summary>What is set in one request: as much as is kept, in signs of one byte, and somewhat more for what is set twice.</summary>
    private const long MaxKept = 4L * PropertyLimits.MaxBytesOfNode;

    /// <summary>The body of PROPPATCH (14.19).</summary>
    internal static Outcome<PropertyPatch> Read(XElement? root)
        => root?.Name == WebDav + "propertyupdate" ? Read(root, IsProtected) : Refused.Invalid("The body of PROPPATCH is a DAV: propertyupdate element.");

    /// <summary>The body of MKCOL (RFC 5689, 5.1): it sets, and of the types of resources it may name what is made anyway.</summary>
    internal static Outcome<PropertyPatch> ReadMkCol(XElement root)
    {
        if (root.Name != WebDav + "mkcol" || root.Elements(WebDav + "remove").Any())
            return Refused.Invalid("The body of MKCOL is a DAV: mkcol element that sets properties.");
        var types = root.Descendants(WebDav + "resourcetype").SelectMany(type => type.Elements()).Select(type => type.Name).ToList();
        return Read(root, property => property.Name == WebDav + "resourcetype" ? types is not [var only] || only != WebDav + "collection" : IsProtected(property));
    }

    /// <summary>Of a folder: its time is that of the last change in it, whatever a client would like; what Windows keeps beside it is kept.</summary>
    internal PropertyPatch OfFolder()
        => this with { Modified = null, Protected = Names.Contains(Times[0]) ? [.. Protected, Times[0]] : Protected };

    private static Outcome<PropertyPatch> Read(XElement root, Func<XElement, bool> isProtected)
    {
        var (names, changes, forbidden) = (new List<XName>(), new List<PropertyChange>(), new HashSet<XName>());
        DateTimeOffset? modified = null;
        var (steps, kept) = (0, 0L);
        // In the order of the document (9.2); what is not known is passed over (17).
        foreach (var step in root.Elements())
        {
            var isSet = step.Name == WebDav + "set";
            if (!isSet && step.Name != WebDav + "remove")
                continue;
            foreach (var property in step.Elements(WebDav + "prop").Elements())
            {
                if (!names.Contains(property.Name))
                    names.Add(property.Name);
                // Steps too, and before anything is made of them: one name can be set again and again.
                if (++steps > HttpLimits.MaxXmlProperties)
                    return Refused.Invalid($"A request names at most {HttpLimits.MaxXmlProperties} properties.");
                if (PropertyNames.Violation(property.Name) is { } wrong)
                    return wrong;
                if (isSet && Times.Contains(property.Name) && TryTime(property.Value, out var time))
                    modified = time;
                else if (isProtected(property))
                    forbidden.Add(property.Name);
                if (LiveProperties.Find(property.Name) is null or { IsOverridable: true })
                {
                    var text = isSet ? XmlText.Of(property) : null;
                    changes.Add(new PropertyChange(property.Name.NamespaceName, property.Name.LocalName, text));
                    if ((kept += text?.Length ?? 0) > MaxKept)
                        return Refused.Invalid($"The properties are longer than {PropertyLimits.MaxBytesOfNode} bytes, which is what a file or folder keeps.");
                }
            }
        }
        return names.Count == 0
            ? Refused.Invalid("The body names no property to set or to take away.")
            : new PropertyPatch(names, changes, modified, forbidden);
    }

    private static bool IsProtected(XElement property) => LiveProperties.Find(property.Name) is { IsOverridable: false };

    private static bool TryTime(string text, out DateTimeOffset time) => DateTimeOffset.TryParseExact(
        text.Trim(), "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time);
}
