using Atrium.Protocols.Congestion;

namespace Atrium.Protocols.Tests.Congestion;

public class AdaptiveLimitTests
{
    private static readonly TimeSpan Target = TimeSpan.FromMilliseconds(20);

    /// <summary>A machine that works at some at once without anybody waiting, and makes all wait longer with each more.</summary>
    [Theory]
    [InlineData(20)]
    [InlineData(200)]
    [InlineData(900)]
    public void Measured_OfAMachineUnderFullLoad_ComesToWhatItCan(int capacity)
    {
        var limit = new AdaptiveLimit(4, 64, 2000, Target);
        var after = new List<int>();
        for (var i = 0; i < 200; i++)
        {
            limit.Use(limit.Now);
            limit.Measured(limit.Now > capacity ? 2 * Target : Target / 2);
            if (i >= 100)
                after.Add(limit.Now);
        }
        Assert.InRange(after.Average(), capacity * 0.6, capacity * 1.3);
    }

    [Fact]
    public void Measured_WhateverTheDelay_StaysBetweenLeastAndMost()
    {
        var limit = new AdaptiveLimit(4, 64, 100, Target);
        for (var i = 0; i < 50; i++)
        {
            limit.Use(limit.Now);
            limit.Measured(TimeSpan.Zero);
        }
        Assert.Equal(100, limit.Now);
        for (var i = 0; i < 50; i++)
        {
            limit.Use(limit.Now);
            limit.Measured(TimeSpan.FromSeconds(10));
        }
        Assert.Equal(4, limit.Now);
        Assert.True(limit.Now < limit.First);
    }

    /// <summary>Otherwise a quiet day would end with a limit that nobody has tried, and the next flood would find the door open.</summary>
    [Fact]
    public void Measured_WhileFewAreUnderWay_DoesNotGrow()
    {
        var limit = new AdaptiveLimit(4, 64, 2000, Target);
        for (var i = 0; i < 100; i++)
        {
            limit.Use(10);
            limit.Measured(TimeSpan.Zero);
        }
        Assert.Equal(64, limit.Now);
    }

    /// <summary>A machine that is slow for another reason is not made slower by turning away the few that are there.</summary>
    [Fact]
    public void Measured_AfterTheLoadIsGone_GrowsBackWhenItIsNeeded()
    {
        var limit = new AdaptiveLimit(4, 64, 2000, Target);
        for (var i = 0; i < 20; i++)
        {
            limit.Use(limit.Now);
            limit.Measured(TimeSpan.FromSeconds(1));
        }
        for (var i = 0; i < 20; i++)
        {
            limit.Use(limit.Now);
            limit.Measured(TimeSpan.Zero);
        }
        Assert.True(limit.Now > 64);
    }
}
