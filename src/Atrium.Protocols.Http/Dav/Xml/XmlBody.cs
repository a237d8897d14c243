using System.Buffers;
using System.Xml;
using System.Xml.Linq;
using Atrium.Core;
using Atrium.Protocols.Http.Dispatch;
using Atrium.Protocols.Http.Requests;
using Microsoft.AspNetCore.Http.Features;

namespace Atrium.Protocols.Http.Dav.Xml;

/// <summary>
/// Bodies in XML, bounded before they are read: in length, in depth, and without a document type, which is where entities that grow or
/// name files come from (ATTACKS 15).
/// </summary>
internal static class XmlBody
{
    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        MaxCharactersInDocument = HttpLimits.MaxXmlBytes,
    };

    /// <summary>The root of the body; null where there is none.</summary>
    internal static async ValueTask<Outcome<XElement?>> ReadAsync(Exchange exchange)
        => exchange.Context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false }
            ? (XElement?)null
            : await WholeBody.ReadAsync(exchange, HttpLimits.MaxXmlBytes, "an XML document", Parse);

    /// <summary>The root; null for no bytes at all.</summary>
    internal static Outcome<XElement?> Parse(ReadOnlySequence<byte> body)
    {
        if (body.IsEmpty)
            return (XElement?)null;
        var bytes = body.ToArray();
        try
        {
            // Looked through once before a tree is made of it: the tree's own methods call themselves for each depth.
            using (var reader = XmlReader.Create(new MemoryStream(bytes), Settings))
            {
                while (reader.Read())
                {
                    if (reader.AttributeCount > HttpLimits.MaxXmlAttributes)
                        return Refused.Invalid($"The XML has an element with more than {HttpLimits.MaxXmlAttributes} attributes.");
                    if (reader.Depth > HttpLimits.MaxXmlDepth)
                        return Refused.Invalid($"The XML has elements in elements, more than {HttpLimits.MaxXmlDepth} deep.");
                }
            }
            using var again = XmlReader.Create(new MemoryStream(bytes), Settings);
            return XElement.Load(again, LoadOptions.PreserveWhitespace);
        }
        catch (XmlException e)
        {
            return Refused.Invalid($"The body is not well-formed XML without a document type (line {e.LineNumber}, character {e.LinePosition}).");
        }
    }
}
