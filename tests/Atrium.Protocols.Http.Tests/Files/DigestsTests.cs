using Atrium.Core;
using Atrium.Protocols.Http.Files;
using CsCheck;
using Microsoft.AspNetCore.Http;

namespace Atrium.Protocols.Http.Tests.Files;

/// <summary>RFC 9530, and RFC 9651 for its dictionaries.</summary>
public class DigestsTests
{
    // The digest of {"hello": "world"} with its line end, from RFC 9530, 2.
    private const string Example = "sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:";

    [Fact]
    public void Read_AnyDigest_ReadsBack() => Gen.Byte.Array[32].Sample(digest =>
        Assert.Equal(digest, Read($"sha-512=:AAAA:, sha-256=:{Convert.ToBase64String(digest)}: ").Value));

    [Fact]
    public void Read_AnyText_IsRefusedOrHas32BytesOrNone() => Gen.OneOf(Gen.OneOf("sha-256=:,;\"Xx ".ToCharArray()), Gen.Char).Array[0, 20].Sample(chars =>
    {
        if (Read("sha-256=:" + new string(chars)).Try(out var digest, out _) && digest is not null)
            Assert.Equal(32, digest.Length);
    });

    [Theory]
    [InlineData(Example)]
    [InlineData("sha-512=:YMAam51Jz/jOATT6/zvHrLVgOYTGFy1d6GJiOHTohq4yP+pgk4vf2aCsyRZOtw8MjkM7iw7yZ/WkppmM44T3qg==:,\t" + Example)]
    [InlineData(Example + ";parameter=1")]
    [InlineData("sha-256=:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=:, " + Example)] // the last one counts
    public void Read_Example_IsItsBytes(string field) => Assert.Equal("5f8f04f6a3a892aaabbddb6cf273894493773960d4a325b105fee46eef4304f1", Convert.ToHexStringLower(Read(field).Value!));

    [Theory]
    [InlineData("")]
    [InlineData("sha-512=:AAAA:")]
    [InlineData("md5=:AAAA:, unixsum=1")]
    [InlineData("SHA-256=:AAAA:")] // keys are in lower case: another one, unknown
    public void Read_NoneThatIsKnown_IsNull(string field) => Assert.Null(Read(field).Value);

    [Theory]
    [InlineData("sha-256=")]
    [InlineData("sha-256=:")]
    [InlineData("sha-256=::")]
    [InlineData("sha-256=:AAAA:")]
    [InlineData("sha-256=X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=")] // the form of the Digest field before RFC 9530
    [InlineData("sha-256=\"X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=\"")]
    [InlineData("sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:x")]
    [InlineData("sha-256=:X48E 9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:")]
    [InlineData("sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPEX48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:")]
    public void Read_Malformed_IsInvalid(string field) => Assert.Equal(Refusal.Invalid, Read(field).Refused?.Kind);

    [Fact]
    public void Read_BothFields_MustAgree()
    {
        Assert.NotNull(Read(Example, Example).Value);
        Assert.NotNull(Read(null, Example).Value);
        Assert.Equal(Refusal.Invalid, Read(Example, "sha-256=:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=:").Refused?.Kind);
    }

    private static Outcome<byte[]?> Read(string? content, string? representation = null)
    {
        var fields = new DefaultHttpContext().Request.Headers;
        if (content is not null)
            fields["Content-Digest"] = content;
        if (representation is not null)
            fields["Repr-Digest"] = representation;
        return Digests.Read(fields);
    }
}
