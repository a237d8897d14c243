using System.Text;
using Atrium.Protocols.Http.SignIn;
using CsCheck;

namespace Atrium.Protocols.Http.Tests.SignIn;

/// <summary>RFC 7617.</summary>
public class BasicCredentialsTests
{
    private static readonly Gen<string> Words = Gen.Char[' ', '\ud7ff'].Where(c => !char.IsControl(c)).Array[0, 12].Select(chars => new string(chars));

    [Fact]
    public void ToPlain_AnyPair_IsThePair() => Gen.Select(Words, Words).Sample((name, password) =>
    {
        name = name.Replace(':', '_');

        var plain = BasicCredentials.ToPlain("Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{name}:{password}")));

        Assert.Equal($"\0{name}\0{password}", Encoding.UTF8.GetString(plain!));
    });

    [Fact]
    public void ToPlain_AnyText_IsNullOrThreeParts() => Gen.OneOf(Gen.OneOf("BaSic =QWxhZGRpbjpv+/\t\0".ToCharArray()), Gen.Char).Array[0, 24].Sample(chars =>
    {
        if (BasicCredentials.ToPlain("Basic " + new string(chars)) is { } plain)
            Assert.Equal(2, plain.Count(b => b == 0));
    });

    // RFC 7617, 2 and 2.1.
    [Theory]
    [InlineData("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==", "\0Aladdin\0open sesame")]
    [InlineData("Basic dGVzdDoxMjPCow==", "\0test\0" + "123£")]
    [InlineData("basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==", "\0Aladdin\0open sesame")]
    [InlineData("BASIC   QWxhZGRpbjpvcGVuIHNlc2FtZQ==", "\0Aladdin\0open sesame")]
    [InlineData("Basic YTpiOmM=", "\0a\0b:c")] // the first colon ends the name
    [InlineData("Basic Og==", "\0\0")]
    public void ToPlain_Examples_AreRead(string field, string plain) => Assert.Equal(plain, Encoding.UTF8.GetString(BasicCredentials.ToPlain(field)!));

    [Theory]
    [InlineData("")]
    [InlineData("Basic")]
    [InlineData("Basic ")]
    [InlineData("BasicYTpi")]
    [InlineData("Bearer YTpi")]
    [InlineData("Digest YTpi")]
    [InlineData("Basic YTp")] // cut
    [InlineData("Basic YT pi")]
    [InlineData("Basic YTpi\t")]
    [InlineData("Basic YTpi,Basic YTpj")]
    [InlineData("Basic Y-_i")]
    [InlineData("Basic YWI=")] // no colon
    [InlineData("Basic YTr/")] // not UTF-8
    [InlineData("Basic YQA6Yg==")] // NUL in the name: another account's in SASL PLAIN
    [InlineData("Basic YTpiAA==")]
    [InlineData("Basic YTpiDQo=")]
    public void ToPlain_NotWellFormed_IsNull(string field) => Assert.Null(BasicCredentials.ToPlain(field));

    [Fact]
    public void ToPlain_TooLong_IsNull() => Assert.Null(BasicCredentials.ToPlain("Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"a:{new string('b', 4000)}"))));
}
