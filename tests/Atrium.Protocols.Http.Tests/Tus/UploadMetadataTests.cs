using System.Text;
using Atrium.Core;
using Atrium.Protocols.Http.Tus;
using CsCheck;

namespace Atrium.Protocols.Http.Tests.Tus;

/// <summary>Upload-Metadata and Upload-Checksum of tus 1.0.</summary>
public class UploadMetadataTests
{
    private static readonly Gen<string> Keys = Gen.Char['!', '~'].Where(c => c != ',').Array[1, 8].Select(chars => new string(chars));

    private static readonly Gen<string> Values = Gen.OneOf(Gen.Char[' ', '~'], Gen.Char['\u00a0', '\ud7ff']).Array[0, 12].Select(chars => new string(chars));

    private static readonly Gen<string> Anything = Gen.OneOf(["a", "b", " ", "  ", ",", "=", "YQ==", "YQ", "w6k=", "/w==", "\t", "é", "\0", "filename"]).Array[0, 10].Select(string.Concat);

    [Fact]
    public void Parse_PairsOfAnyText_AreReadBack() => Gen.Dictionary(Keys, Values)[0, 6].Sample(pairs =>
    {
        var text = string.Join(',', pairs.Select(pair => pair.Value.Length == 0 ? pair.Key : $"{pair.Key} {Convert.ToBase64String(Encoding.UTF8.GetBytes(pair.Value))}"));

        var metadata = UploadMetadata.Parse(text).Value;

        Assert.Equal((text, pairs.Count), (metadata.Text, metadata.Count));
        Assert.All(pairs, pair => Assert.Equal(pair.Value.Length == 0 ? null : pair.Value, metadata.Find(pair.Key)));
    });

    [Fact]
    public void Parse_AnyText_IsReadOrRefused() => Anything.Sample(text =>
    {
        if (UploadMetadata.Parse(text).Try(out var metadata, out var refused))
            Assert.Equal(text, metadata.Text);
        else
            Assert.Equal(Refusal.Invalid, refused.Kind);
    }, iter: 20_000);

    [Theory]
    [InlineData("a YQ==,a YQ==")]
    [InlineData("a /w==")]
    [InlineData("a YQ")]
    [InlineData("a Y Q==")]
    [InlineData("a YQ==,")]
    [InlineData(",")]
    [InlineData("é YQ==")]
    public void Parse_NotPairs_IsRefused(string text) => Assert.Equal(Refusal.Invalid, UploadMetadata.Parse(text).Refused?.Kind);

    [Theory]
    [InlineData("sha1 Kq5sNclPz7QV2+lfQIuc6R7oRu0=", true)]
    [InlineData("md5 XUFAKrxLKna5cZ2REBfFkg==", true)]
    [InlineData("sha1 Kq5sNclPz7QV2+lfQIuc6R7oRu0", false)]
    [InlineData("sha1  q5sNclPz7QV2+lfQIuc6R7oRu0=", false)]
    [InlineData("sha1 XUFAKrxLKna5cZ2REBfFkg==", false)]
    [InlineData("SHA1 Kq5sNclPz7QV2+lfQIuc6R7oRu0=", false)]
    [InlineData("sha512 XUFAKrxLKna5cZ2REBfFkg==", false)]
    [InlineData("sha1", false)]
    [InlineData("", false)]
    public void Checksum_OfAKnownAlgorithmAndItsLength_IsRead(string text, bool isRead) => Assert.Equal(isRead, UploadChecksum.Parse(text).Refused is null);
}
