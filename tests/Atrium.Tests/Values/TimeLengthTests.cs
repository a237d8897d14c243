using Atrium.Values;
using CsCheck;

namespace Atrium.Tests.Values;

public class TimeLengthTests
{
    [Fact]
    public void Format_WholeSeconds_IsReadBack()
        => Gen.Long[0, 36_525L * 86_400].Sample(seconds =>
        {
            Assert.True(TimeLength.TryParse(TimeLength.Format(TimeSpan.FromSeconds(seconds)), out var read));
            Assert.Equal(TimeSpan.FromSeconds(seconds), read);
        });

    [Fact]
    public void TryParse_AnyText_NeverThrows()
        => Gen.String.Sample(text => { _ = TimeLength.TryParse(text, out _); });

    [Theory]
    [InlineData("30d", 30 * 86_400)]
    [InlineData("12h", 12 * 3600)]
    [InlineData("1d12h", 36 * 3600)]
    [InlineData("2w", 14 * 86_400)]
    [InlineData("0", 0)]
    public void TryParse_Written_IsRead(string text, long seconds)
    {
        Assert.True(TimeLength.TryParse(text, out var length));
        Assert.Equal(TimeSpan.FromSeconds(seconds), length);
    }

    [Theory]
    [InlineData("")]
    [InlineData("30")]
    [InlineData("d")]
    [InlineData("-1d")]
    [InlineData("1.5h")]
    [InlineData("999999999999y")]
    [InlineData("1d 2")]
    public void TryParse_WhatIsNoLength_IsRefused(string text) => Assert.False(TimeLength.TryParse(text, out _));
}
