using Atrium.Core.Ports;

namespace Atrium.Core.Repository;

/// <summary>Whether the present state is the one that a client expects (RFC 9110, 13.1).</summary>
internal static class PreconditionRule
{
    internal static Refused? Check(Precondition condition, TreeWalk walk, ContentRow? content, string epoch)
        => Failed(condition, walk, content, epoch) is { } refused ? refused with { IsPrecondition = true } : null;

    private static Refused? Failed(Precondition condition, TreeWalk walk, ContentRow? content, string epoch)
    {
        if (ReferenceEquals(condition, Precondition.None))
            return null;
        var exists = walk.IsFound;
        var etag = content is null ? null : Describe.ETag(content, epoch);
        if ((condition.MustExist && !exists) || (condition.AnyOf is { } any && (etag is null || !any.Contains(etag))))
            return Refused.Conflict($"{walk.Path} is not in the state that the request expects; read it again.");
        if ((condition.MustNotExist && exists) || (condition.NoneOf is { } none && etag is not null && none.Contains(etag)))
            return Refused.Conflict($"{walk.Path} is there already, in a state that the request excludes.");
        return condition.UnmodifiedSince is { } since && content is not null && Seconds(content.Modified) > Seconds(since.UtcTicks)
            ? Refused.Conflict($"{walk.Path} was modified after {since:u}; read it again.")
            : null;
    }

    // HTTP dates have whole seconds.
    private static long Seconds(long ticks) => ticks / TimeSpan.TicksPerSecond;
}
