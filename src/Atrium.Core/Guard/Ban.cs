using System.Globalization;

namespace Atrium.Core.Guard;

/// <summary>Somebody whom the server keeps out by itself, for a time. Remembered after its end, so that the next one is longer.</summary>
/// <param name="Source">An IPv4 address, or the /64 of an IPv6 address.</param>
/// <param name="Offence">What came last.</param>
/// <param name="Since">When it began.</param>
/// <param name="Until">When it ends.</param>
/// <param name="Times">How many there were, this one included.</param>
public sealed record Ban(Network Source, Offence Offence, DateTimeOffset Since, DateTimeOffset Until, int Times)
{
    /// <summary>A home gets another address within days, and its next owner has done nothing: a month without a ban, and all is forgiven.</summary>
    internal static readonly TimeSpan Memory = TimeSpan.FromDays(30);

    /// <summary>Each is so many times as long as the one before: from ten minutes to a day in four steps.</summary>
    private const int Growth = 4;

    internal string Reason => string.Create(CultureInfo.InvariantCulture, $"banned until {Until:u} after {Describe(Offence)}");

    internal bool IsForgotten(DateTimeOffset now) => now - Until > Memory;

    /// <summary>The next one of a source.</summary>
    internal static Ban Next(Network source, Offence offence, Ban? before, DateTimeOffset now, TimeSpan first, TimeSpan longest)
    {
        var times = before is null || before.IsForgotten(now) ? 1 : before.Times + 1;
        // Beyond 2^62 ticks it is the longest anyway.
        var length = Math.Min(longest.Ticks, first.Ticks * Math.Pow(Growth, Math.Min(times - 1, 20)));
        return new Ban(source, offence, now, now + TimeSpan.FromTicks((long)length), times);
    }

    private static string Describe(Offence offence) => offence switch
    {
        Offence.FailedSignIn => "failed sign-ins",
        Offence.MalformedInput => "malformed input",
        Offence.Probing => "probing for holes",
        Offence.Miss => "asking for what is not there",
        _ => throw new InvalidOperationException($"The unknown offence {offence}."),
    };
}
