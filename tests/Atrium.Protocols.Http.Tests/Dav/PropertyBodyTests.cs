using System.Buffers;
using System.Text;
using System.Xml.Linq;
using Atrium.Core;
using Atrium.Core.Repository.Properties;
using Atrium.Protocols.Http.Dav.Properties;
using Atrium.Protocols.Http.Dav.Xml;

namespace Atrium.Protocols.Http.Tests.Dav;

/// <summary>Bodies that would cost much more than they have cost whoever sends them.</summary>
public class PropertyBodyTests
{
    [Fact]
    public void Patch_OfOneNameAgainAndAgain_IsRefused()
        => Assert.Equal(Refusal.Invalid, Patch(string.Concat(Enumerable.Repeat("<x/>", HttpLimits.MaxXmlProperties + 1))).Refused?.Kind);

    [Fact]
    public void Parse_OfManyDeclarations_IsRefused()
    {
        var declarations = string.Concat(Enumerable.Range(0, HttpLimits.MaxXmlAttributes + 1).Select(i => $" xmlns:p{i}=\"u\""));
        Assert.Equal(Refusal.Invalid, Parse($"<D:propfind xmlns:D=\"DAV:\"{declarations}><D:allprop/></D:propfind>").Refused?.Kind);
    }

    [Fact]
    public void Patch_OfMoreThanIsKept_IsRefusedBeforeAllOfItIsMade()
    {
        // What is declared around a property is kept with each.
        var declared = $"<D:prop xmlns:p=\"{new string('n', 2000)}\">";
        Assert.Equal(Refusal.Invalid, Patch(string.Concat(Enumerable.Range(0, 200).Select(i => $"<p{i}/>")), declared).Refused?.Kind);
        Assert.Null(Patch("<p>v</p>", declared).Refused);
    }

    /// <summary>An answer says each name again, for each resource.</summary>
    [Theory]
    [InlineData("xmlns:a=\"LONG\"", "a:b")]
    [InlineData("", "xml:x")] // no element can be declared in it, so no answer could name it
    [InlineData("xmlns:xml=\"http://www.w3.org/XML/1998/namespace\"", "xml:lang")]
    public void Names_ThatAnAnswerCouldNotSay_AreRefused(string declaration, string name)
    {
        declaration = declaration.Replace("LONG", new string('n', PropertyLimits.MaxNameBytes), StringComparison.Ordinal);
        var root = Parse($"<D:propfind xmlns:D=\"DAV:\" {declaration}><D:prop><{name}/></D:prop></D:propfind>").Value;
        Assert.Equal(Refusal.Invalid, PropertyQuery.Read(root).Refused?.Kind);
        root = Parse($"<D:propertyupdate xmlns:D=\"DAV:\" {declaration}><D:set><D:prop><{name}>v</{name}></D:prop></D:set></D:propertyupdate>").Value;
        Assert.Equal(Refusal.Invalid, PropertyPatch.Read(root).Refused?.Kind);
    }

    private static Outcome<PropertyPatch> Patch(string properties, string prop = "<D:prop>")
        => PropertyPatch.Read(Parse($"<D:propertyupdate xmlns:D=\"DAV:\"><D:set>{prop}{properties}</D:prop></D:set></D:propertyupdate>").Value);

    private static Outcome<XElement?> Parse(string text) => XmlBody.Parse(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(text)));
}
