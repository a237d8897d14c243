using Atrium.Values;
using CsCheck;

namespace Atrium.Tests.Values;

public class ByteSizeTests
{
    private static readonly Dictionary<string, long> Units = new()
    {
        [""] = 1, ["B"] = 1, ["kB"] = 1000, ["KB"] = 1000, ["MB"] = 1000_000, ["gb"] = 1000_000_000, ["TB"] = 1000_000_000_000,
        ["KiB"] = 1L << 10, ["MiB"] = 1L << 20, ["gib"] = 1L << 30, ["TiB"] = 1L << 40,
    };

    [Fact]
    public void TryParse_WholeNumberWithUnit_IsTheirProduct()
        => Gen.Select(Gen.Long[0, 8_000_000], Gen.Int[0, Units.Count - 1].Select(i => Units.Keys.ElementAt(i)), Gen.Bool.Select(b => b ? " " : "")).Sample((number, unit, space) =>
        {
            Assert.True(ByteSize.TryParse($"{number}{space}{unit}", out var bytes));
            Assert.Equal(number * Units[unit], bytes);
        });

    [Fact]
    public void Format_AnySize_IsReadBackWithinHalfAPercent()
        => Gen.Long[0, long.MaxValue / 2].Sample(bytes =>
        {
            Assert.True(ByteSize.TryParse(ByteSize.Format(bytes), out var read));
            Assert.InRange((double)read, bytes * 0.995 - 1, bytes * 1.005 + 1);
        });

    [Theory]
    [InlineData("1.5GB", 1_500_000_000)]
    [InlineData("0", 0)]
    [InlineData("9223372036854775807", long.MaxValue)]
    public void TryParse_Written_IsRead(string text, long expected)
    {
        Assert.True(ByteSize.TryParse(text, out var bytes));
        Assert.Equal(expected, bytes);
    }

    [Theory]
    [InlineData("")]
    [InlineData("10G")] // decimal or binary? the message says how to write either
    [InlineData("-1GB")]
    [InlineData("1.5B")]
    [InlineData("1,5GB")]
    [InlineData("GB")]
    [InlineData("1e9")]
    [InlineData("9223372036854775808")]
    [InlineData("10000000TB")]
    [InlineData("10GBs")]
    public void TryParse_WhatIsNoSize_IsRefused(string text) => Assert.False(ByteSize.TryParse(text, out _));

    [Theory]
    [InlineData(999, "999 B")]
    [InlineData(1000, "1 kB")]
    [InlineData(1_500_000, "1.5 MB")]
    [InlineData(999_960, "1 MB")]
    [InlineData(123_000_000_000, "123 GB")]
    public void Format_Size_HasDecimalUnits(long bytes, string expected) => Assert.Equal(expected, ByteSize.Format(bytes));
}
