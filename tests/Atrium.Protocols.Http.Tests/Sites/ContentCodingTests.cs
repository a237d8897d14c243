using Atrium.Protocols.Http.Sites;
using CsCheck;

namespace Atrium.Protocols.Http.Tests.Sites;

/// <summary>RFC 9110, 12.5.3.</summary>
public class ContentCodingTests
{
    [Theory]
    [InlineData("compress, gzip", 1, 0, 0, 1000)]
    [InlineData("", 1, 0, 0, 0)]
    [InlineData("*", 1000, 1000, 1000, 1000)]
    [InlineData("compress;q=0.5, gzip;q=1.0", 1, 0, 0, 1000)]
    [InlineData("gzip;q=1.0, identity; q=0.5, *;q=0", 500, 0, 0, 1000)]
    [InlineData("GZip ; Q=0.25 ,, br", 1, 1000, 0, 250)]
    [InlineData("x-gzip, zstd;q=0.001", 1, 0, 1, 1000)]
    [InlineData("br;q=2, zstd;q=x, gzip;q=-1", 1, 0, 0, 0)]
    [InlineData("br;q=0, *", 1000, 0, 1000, 1000)]
    public void ReadWeights_Examples_AreReadSo(string field, int identity, int br, int zstd, int gzip)
    {
        Span<int> weights = stackalloc int[ContentCoding.Count];
        ContentCoding.ReadWeights(field, weights);
        Assert.Equal([identity, br, zstd, gzip], weights.ToArray());
    }

    [Fact]
    public void ReadWeights_Anything_GivesWeights() => Gen.String.Sample(field =>
    {
        Span<int> weights = stackalloc int[ContentCoding.Count];
        ContentCoding.ReadWeights(field, weights);
        Assert.All(weights.ToArray(), weight => Assert.InRange(weight, 0, 1000));
    });
}
