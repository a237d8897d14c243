using System.Globalization;
using Atrium.Protocols.Http.Requests;
using CsCheck;

namespace Atrium.Protocols.Http.Tests.Requests;

public class Rfc3339Tests
{
    private static readonly Gen<DateTimeOffset> Times =
        Gen.Select(Gen.Long[DateTime.MinValue.AddDays(1).Ticks, DateTime.MaxValue.AddDays(-1).Ticks], Gen.Int[-14 * 60, 14 * 60])
            .Select((ticks, minutes) => new DateTimeOffset(ticks, TimeSpan.FromMinutes(minutes)));

    private static readonly Gen<string> Texts = Gen.Select(Times, Gen.Int[0, 32], Gen.OneOf(Gen.OneOf("T- +:.Z0369tz".ToCharArray()), Gen.Char))
        .Select((time, at, c) => time.ToString("O", CultureInfo.InvariantCulture) is var text && at < text.Length ? text[..at] + c + text[(at + 1)..] : text + c);

    [Fact]
    public void TryParse_AnyTime_IsThatInstant() => Times.Sample(time =>
    {
        Assert.True(Rfc3339.TryParse(time.ToString("O", CultureInfo.InvariantCulture), out var read));
        Assert.Equal(time.UtcTicks, read.UtcTicks);
        Assert.Equal(TimeSpan.Zero, read.Offset);
    });

    [Fact]
    public void TryParse_OneCharacterOff_IsRefusedOrWhatDotNetReads() => Texts.Sample(text =>
    {
        if (!Rfc3339.TryParse(text, out var read))
            return;
        // .NET knows neither leap seconds nor the lost plus sign.
        var same = text.Replace(' ', text[10] == ' ' ? 'T' : '+').Replace(":60", ":59").ToUpperInvariant();
        if (DateTimeOffset.TryParse(same, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var theirs))
            Assert.InRange((read - theirs).TotalSeconds, 0, text.Contains(":60", StringComparison.Ordinal) ? 1 : 0);
    });

    // The examples of RFC 3339, 5.8.
    [Theory]
    [InlineData("1985-04-12T23:20:50.52Z", "1985-04-12T23:20:50.5200000Z")]
    [InlineData("1996-12-19T16:39:57-08:00", "1996-12-20T00:39:57.0000000Z")]
    [InlineData("1990-12-31T23:59:60Z", "1991-01-01T00:00:00.0000000Z")]
    [InlineData("1990-12-31T15:59:60-08:00", "1991-01-01T00:00:00.0000000Z")]
    [InlineData("1937-01-01T12:00:27.87+00:20", "1937-01-01T11:40:27.8700000Z")]
    // and its other permissions
    [InlineData("1985-04-12t23:20:50z", "1985-04-12T23:20:50.0000000Z")]
    [InlineData("1985-04-12 23:20:50Z", "1985-04-12T23:20:50.0000000Z")]
    [InlineData("1985-04-12T23:20:50-00:00", "1985-04-12T23:20:50.0000000Z")]
    [InlineData("1985-04-12T23:20:50.123456789Z", "1985-04-12T23:20:50.1234567Z")]
    [InlineData("2000-02-29T00:00:00 02:00", "2000-02-28T22:00:00.0000000Z")]
    public void TryParse_Examples_AreRead(string text, string utc)
    {
        Assert.True(Rfc3339.TryParse(text, out var time));
        Assert.Equal(utc, time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("")]
    [InlineData("2030-01-01")]
    [InlineData("2030-01-01T00:00Z")]
    [InlineData("2030-01-01T00:00:00")]
    [InlineData("2030-01-01T00:00:00.Z")]
    [InlineData("2030-01-01T00:00:00,5Z")]
    [InlineData("2030-01-01T24:00:00Z")]
    [InlineData("2030-01-01T00:60:00Z")]
    [InlineData("2030-01-01T00:00:60Z")] // no leap second there
    [InlineData("2030-06-15T23:59:60Z")]
    [InlineData("2030-01-01T00:00:61Z")]
    [InlineData("2030-02-29T00:00:00Z")]
    [InlineData("2030-13-01T00:00:00Z")]
    [InlineData("0000-01-01T00:00:00Z")]
    [InlineData("0001-01-01T00:00:00+01:00")]
    [InlineData("9999-12-31T23:59:59-01:00")]
    [InlineData("9999-12-31T23:59:60Z")]
    [InlineData("2030-01-01T00:00:00+24:00")]
    [InlineData("2030-01-01T00:00:00+01:60")]
    [InlineData("2030-01-01T00:00:00+0100")]
    [InlineData("2030-01-01T00:00:00+01")]
    [InlineData("02030-01-01T00:00:00Z")]
    [InlineData("+2030-01-01T00:00:00Z")]
    [InlineData(" 2030-01-01T00:00:00Z")]
    [InlineData("2030-01-01T00:00:00Z ")]
    [InlineData("2030-1-1T00:00:00Z......")]
    [InlineData("٢٠٣٠-01-01T00:00:00Z")]
    public void TryParse_NoTime_IsRefused(string text) => Assert.False(Rfc3339.TryParse(text, out _));
}
