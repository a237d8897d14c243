using Atrium.Core.Ports;

namespace Atrium.Core.Repository;

/// <summary>Whether a space may grow.</summary>
internal static class QuotaRule
{
    internal static Refused? Check(Space space, long growth) => growth > 0 && space.Quota is { } quota && space.Used > quota - growth
        ? new Refused(Refusal.QuotaExceeded,
            $"{space.Path} may hold {Words.Bytes(quota)}, holds {Words.Bytes(space.Used)}, and this would add {Words.Bytes(growth)}. Delete something, or ask an administrator for a larger quota.")
        : null;
}
