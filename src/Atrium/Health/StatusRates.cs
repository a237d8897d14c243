using Atrium.Api;

namespace Atrium.Health;

/// <summary>What happens in a second: between two looks, or over the last minute where there was only one.</summary>
/// <param name="Requests">Of all protocols.</param>
/// <param name="Units">Units of work that were committed.</param>
internal readonly record struct StatusRates(double Requests, double Units)
{
    internal static StatusRates Between(StatusRecord? before, StatusRecord now)
    {
        var seconds = before is null ? 0 : (now.At - before.At).TotalSeconds;
        // Another start in between: the counts began anew.
        return before is null || seconds <= 0 || before.Started != now.Started
            ? new(now.Protocols.Sum(protocol => protocol.PerSecond), 0)
            : new((All(now) - All(before)) / seconds, (now.Units - before.Units) / seconds);
    }

    private static long All(StatusRecord status) => status.Protocols.Sum(protocol => protocol.Requests);
}
