using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Atrium.Core;
using Atrium.Protocols.Http.Dav.Properties;
using Atrium.Protocols.Http.Dav.Xml;
using CsCheck;

namespace Atrium.Protocols.Http.Tests.Dav;

/// <summary>Reading and writing XML (RFC 4918, 8.2 and 14; ATTACKS 15).</summary>
public class XmlTests
{
    private static readonly string[] Pieces =
        ["<D:propfind xmlns:D=\"DAV:\">", "</D:propfind>", "<D:prop>", "</D:prop>", "<D:allprop/>", "<D:propname/>", "<x xmlns=\"\"/>", "<a:b/>", "&amp;", "&x;", "<!DOCTYPE a>", "<!-- -->", "\0", "<", "]]>"];

    [Fact]
    public void Parse_AnyText_IsRefusedOrATree() => Gen.OneOf(Pieces).Array[0, 8].Select(pieces => string.Concat(pieces)).Sample(text =>
    {
        if (!Parse(text).Try(out var root, out var refused))
        {
            Assert.Equal(Refusal.Invalid, refused.Kind);
            return;
        }
        Assert.Equal(text.Length == 0, root is null);
        if (!PropertyQuery.Read(root).Try(out var query, out refused))
            Assert.Equal(Refusal.Invalid, refused.Kind);
        else
            Assert.Equal(query.Names.Distinct(), query.Names);
    }, iter: 5_000);

    [Theory]
    [InlineData("<!DOCTYPE x><x/>")]
    [InlineData("<!DOCTYPE x [<!ENTITY y \"z\">]><x>&y;</x>")]
    [InlineData("<!DOCTYPE x SYSTEM \"file:///etc/passwd\"><x/>")]
    [InlineData("<x>&undefined;</x>")]
    [InlineData("<x xmlns:a=\"\"/>")]
    [InlineData("<a:x/>")]
    [InlineData("<x>")]
    public void Attack15_DocumentTypesAndWhatIsNotWellFormed_AreRefused(string text) => Assert.Equal(Refusal.Invalid, Parse(text).Refused?.Kind);

    [Fact]
    public void Parse_DeeperThanAllowed_IsRefused()
    {
        string Deep(int depth) => string.Concat(Enumerable.Repeat("<x>", depth)) + string.Concat(Enumerable.Repeat("</x>", depth));
        Assert.Null(Parse(Deep(HttpLimits.MaxXmlDepth)).Refused);
        Assert.NotNull(Parse(Deep(HttpLimits.MaxXmlDepth + 2)).Refused);
    }

    [Fact]
    public async Task Text_OfAnyName_IsReadBackAsItWas() => await Gen.String.Where(name => !name.Any(char.IsControl) && IsText(name)).SampleAsync(async name =>
    {
        using var xml = new XmlOut();
        xml.Raw("<a href=\""u8);
        xml.PathName(name);
        xml.Raw("\">"u8);
        xml.Text(name);
        xml.Raw("</a>"u8);
        var read = XElement.Parse(await FlushedAsync(xml), LoadOptions.PreserveWhitespace);
        Assert.Equal(name.Replace('\uFFFE', '\uFFFD').Replace('\uFFFF', '\uFFFD'), read.Value);
        Assert.Equal(name, Uri.UnescapeDataString(read.Attribute("href")!.Value));
    });

    [Fact]
    public void Of_AnElementOfADocument_StandsAloneWithWhatWasDeclaredAroundIt()
    {
        var root = XElement.Parse("""<u xmlns="DAV:" xmlns:q="urn:q" xml:lang="de"><set><prop><p xmlns="urn:p" t="q:name">q:value <b/></p></prop></set></u>""", LoadOptions.PreserveWhitespace);
        var alone = XElement.Parse(Http.Dav.Xml.XmlText.Of(root.Descendants(XName.Get("p", "urn:p")).Single()), LoadOptions.PreserveWhitespace);
        Assert.Equal("urn:q", alone.GetNamespaceOfPrefix("q")!.NamespaceName);
        Assert.Equal("de", alone.Attribute(XNamespace.Xml + "lang")!.Value);
        Assert.Equal("q:value ", alone.Value);
        Assert.Equal(XName.Get("b", "urn:p"), alone.Elements().Single().Name);
    }

    [Fact]
    public void EmptyElement_OfAnyName_IsReadAsThatName() => Gen.Select(Gen.OneOf("", "DAV:", "urn:x", "http://owncloud.org/ns", "a&b\"<"), Gen.OneOf("a", "prop", "ü"))
        .Sample((space, name) => Assert.Equal(
            XName.Get(name, space),
            XElement.Parse($"<r xmlns:D=\"DAV:\" xmlns:o=\"http://owncloud.org/ns\">{PropertyPlan.EmptyElement(XName.Get(name, space))}</r>").Elements().Single().Name));

    private static bool IsText(string name)
    {
        try
        {
            XmlConvert.VerifyXmlChars(name.Replace('\uFFFE', ' ').Replace('\uFFFF', ' '));
            return true;
        }
        catch (XmlException)
        {
            return false;
        }
    }

    private static Outcome<XElement?> Parse(string text) => XmlBody.Parse(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(text)));

    private static async Task<string> FlushedAsync(XmlOut xml)
    {
        var stream = new MemoryStream();
        await xml.FlushAsync(PipeWriter.Create(stream, new StreamPipeWriterOptions(leaveOpen: true)), TestContext.Current.CancellationToken);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
