using Atrium.Protocols.Http.Files;
using CsCheck;

namespace Atrium.Protocols.Http.Tests.Files;

/// <summary>RFC 9110, 14.1 and 14.2.</summary>
public class RangesTests
{
    private static readonly Gen<string> Specs = Gen.Select(Gen.OneOf("", "0", "1", "3", "7", "9", "10", "12", "99999999999999999999"), Gen.OneOf("-", "-", "-", "", " - "),
        Gen.OneOf("", "0", "2", "5", "9", "10", "99999999999999999999")).Select((first, dash, last) => first + dash + last);

    private static readonly Gen<string> Fields = Specs.Array[1, 4].Select(specs => "bytes=" + string.Join(", ", specs));

    [Fact]
    public void Select_AnyField_SendsExactlyTheBytesThatWereAskedFor() => Gen.Select(Fields, Gen.Int[0, 12]).Sample((field, size) =>
    {
        var expected = Asked(field, size);
        var ranges = Ranges.Select(field, size);

        if (ranges is null || expected is null)
        {
            Assert.Null(ranges);
            Assert.Null(expected);
            return;
        }
        var sent = ranges.SelectMany(r => Enumerable.Range((int)r.First, (int)r.Length)).ToList();
        Assert.Equal(expected.Order(), sent.Order());
        Assert.Equal(sent.Count, sent.Distinct().Count());
        Assert.All(ranges, r => Assert.InRange(r.Length, 1, size));
    }, iter: 20_000);

    [Fact]
    public void Select_AnyText_StaysWithinTheFile() => Gen.Select(Gen.OneOf(Gen.OneOf("bytes=,- \t0159".ToCharArray()), Gen.Char).Array[0, 20], Gen.Long[0, long.MaxValue]).Sample((chars, size) =>
    {
        foreach (var range in Ranges.Select("bytes=" + new string(chars), size) ?? [])
            Assert.True(range.First >= 0 && range.Length > 0 && range.Last < size);
    });

    [Theory]
    [InlineData("bytes=0-499", 10_000, "0+500")] // the examples of 14.1.2
    [InlineData("bytes=500-999", 10_000, "500+500")]
    [InlineData("bytes=-500", 10_000, "9500+500")]
    [InlineData("bytes=9500-", 10_000, "9500+500")]
    [InlineData("bytes=0-0,-1", 10_000, "0+1 9999+1")]
    [InlineData("bytes= 0-999, 4500-5499, -1000", 10_000, "0+1000 4500+1000 9000+1000")]
    [InlineData("bytes=500-600,601-999", 10_000, "500+101 601+399")]
    [InlineData("bytes=500-700,601-999", 10_000, "500+500")]
    [InlineData("BYTES=0-0", 10, "0+1")]
    [InlineData("bytes=,0-0,,", 10, "0+1")]
    [InlineData("bytes=5-1000", 10, "5+5")]
    [InlineData("bytes=-1000", 10, "0+10")]
    [InlineData("bytes=0-", 10, "0+10")]
    [InlineData("bytes=8-9,0-1", 10, "8+2 0+2")] // the client's order
    [InlineData("bytes=20-30,1-2", 10, "1+2")] // the satisfiable ones
    [InlineData("bytes=0-99999999999999999999", 10, "0+10")]
    [InlineData("bytes=-99999999999999999999", 10, "0+10")]
    [InlineData("bytes=10-", 10, "")]
    [InlineData("bytes=-0", 10, "")]
    [InlineData("bytes=0-", 0, "")]
    [InlineData("bytes=-0", 0, "")]
    [InlineData("bytes=99999999999999999999-", 10, "")]
    public void Select_WellFormed_IsThose(string field, long size, string expected)
        => Assert.Equal(expected, string.Join(' ', Ranges.Select(field, size)!.Select(r => $"{r.First}+{r.Length}")));

    [Theory]
    [InlineData("", 10)]
    [InlineData("bytes", 10)]
    [InlineData("bytes=", 10)]
    [InlineData("bytes=,", 10)]
    [InlineData("bytes=-", 10)]
    [InlineData("bytes=a-b", 10)]
    [InlineData("bytes=5", 10)]
    [InlineData("bytes=5-2", 10)]
    [InlineData("bytes=0-1,5-2", 10)]
    [InlineData("bytes=0--1", 10)]
    [InlineData("bytes=+0-1", 10)]
    [InlineData("bytes=0 - 1", 10)]
    [InlineData("bytes=0x0-0x1", 10)]
    [InlineData("bytes =0-1", 10)]
    [InlineData("lines=0-1", 10)]
    [InlineData("bytes=0-1,bytes=3-4", 10)]
    [InlineData("bytes=-5", 0)]
    [InlineData("bytes=0-,-5", 0)]
    [InlineData("bytes=0-0,2-2,4-4,6-6,8-8,10-10,12-12,14-14,16-16,18-18,20-20,22-22,24-24,26-26,28-28,30-30,32-32", 100)]
    public void Select_BrokenUnknownOrTooMany_IsTheWholeFile(string field, long size) => Assert.Null(Ranges.Select(field, size));

    /// <summary>By the book, and slowly: null for the whole file.</summary>
    private static HashSet<int>? Asked(string field, int size)
    {
        var asked = new HashSet<int>();
        var specs = field["bytes=".Length..].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (specs.Length == 0)
            return null;
        foreach (var spec in specs)
        {
            if (spec.Split('-') is not [var first, var last] || !(first + last).All(char.IsAsciiDigit) || first + last == "")
                return null;
            var (from, to) = (Number(first), Number(last));
            if (first == "")
            {
                if (to > 0 && size == 0)
                    return null;
                asked.UnionWith(Enumerable.Range(0, size).Where(i => i >= size - to));
                continue;
            }
            if (last != "" && to < from)
                return null;
            asked.UnionWith(Enumerable.Range(0, size).Where(i => i >= from && (last == "" || i <= to)));
        }
        return asked;
    }

    private static decimal Number(string digits) => digits == "" ? 0 : decimal.Parse(digits);
}
