using Atrium.Values;

namespace Atrium.Tests.Values;

public class MomentTests
{
    private sealed class FixedClock : TimeProvider
    {
        public override TimeZoneInfo LocalTimeZone { get; } = TimeZoneInfo.CreateCustomTimeZone("test", TimeSpan.FromHours(2), "test", "test");

        public override DateTimeOffset GetUtcNow() => new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);
    }

    [Theory]
    [InlineData("2026-11-01T12:00:00Z", "2026-11-01T12:00:00Z")]
    [InlineData("2026-11-01t12:00:00z", "2026-11-01T12:00:00Z")]
    [InlineData("2026-11-01T12:00:00.1234567Z", "2026-11-01T12:00:00.1234567Z")]
    [InlineData("2026-11-01T12:00:00+01:00", "2026-11-01T11:00:00Z")]
    [InlineData("2026-11-01 12:00", "2026-11-01T10:00:00Z")] // local
    [InlineData("2026-11-01", "2026-10-31T22:00:00Z")]
    [InlineData("2h ago", "2026-11-01T10:00:00Z")]
    public void TryParse_Written_IsRead(string text, string expected)
    {
        Assert.True(Moment.TryParse(text, new FixedClock(), out var moment));
        Assert.Equal(DateTimeOffset.Parse(expected), moment);
    }

    [Theory]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("12:00")]
    [InlineData("01.11.2026")]
    [InlineData("2026-13-01")]
    [InlineData("9999999y ago")]
    public void TryParse_WhatIsNoTime_IsRefused(string text) => Assert.False(Moment.TryParse(text, new FixedClock(), out _));
}
