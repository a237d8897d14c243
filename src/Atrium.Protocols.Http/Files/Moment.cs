using Atrium.Core;
using Atrium.Core.Repository;
using Atrium.Protocols.Http.Requests;

namespace Atrium.Protocols.Http.Files;

/// <summary>The parameters <c>at</c> and <c>seq</c>: which state of the tree is meant.</summary>
internal static class Moment
{
    internal static Outcome<AsOf> Read(RequestQuery query)
    {
        if (!query.Time("at").Try(out var at, out var refused) || !query.Number("seq", 0, long.MaxValue).Try(out var seq, out refused))
            return refused;
        return (at, seq) switch
        {
            (null, null) => AsOf.Now,
            ({ } time, null) => AsOf.At(time),
            (null, { } sequence) => AsOf.Seq(sequence),
            _ => Refused.Invalid("Give one of 'at' and 'seq'."),
        };
    }
}
