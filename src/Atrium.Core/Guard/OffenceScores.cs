using System.Collections.Concurrent;

namespace Atrium.Core.Guard;

/// <summary>
/// How much speaks against each source at present: a bucket for each that fills with offences and leaks with time. In memory alone: what
/// a restart forgets are some minutes.
/// </summary>
internal sealed class OffenceScores
{
    /// <summary>In this time a full bucket runs empty: what came longer ago says nothing about now.</summary>
    internal static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    /// <summary>Some 10 MB; whoever has more networks than this gets the oldest forgotten, not the newest uncounted.</summary>
    private const int MaxSources = 100_000;

    /// <summary>What a failed sign-in counts. The others are seen in relation to it.</summary>
    private const int FailedSignInPoints = 20;

    private readonly ConcurrentDictionary<Network, Score> scores = new();

    /// <summary>Counts one. True when it is as much as so many failed sign-ins; then the source begins anew.</summary>
    internal bool Add(Network source, Offence offence, long limit, DateTimeOffset now)
    {
        var full = limit * (double)FailedSignInPoints;
        var score = scores.GetOrAdd(source, static (_, at) => new Score { At = at }, now);
        lock (score)
        {
            score.Points = score.PointsAt(now, full) + Points(offence);
            score.At = now;
            // A point that began to leak counts whole: as many as the setting says, one right after the other, are enough.
            if (Math.Ceiling(score.Points) < full)
                return false;
        }
        scores.TryRemove(source, out _);
        return true;
    }

    /// <summary>Forgets those that say nothing any more. To be called now and then.</summary>
    internal void Sweep(DateTimeOffset now)
    {
        foreach (var pair in scores)
        {
            lock (pair.Value)
            {
                // The pair: another may stand in its place since, and what it counted stays.
                if (now - pair.Value.At > Window)
                    scores.TryRemove(pair);
            }
        }
        if (scores.Count <= MaxSources)
            return;
        foreach (var (source, _) in scores.ToArray().OrderBy(pair => pair.Value.At).Take(scores.Count - MaxSources / 2))
            scores.TryRemove(source, out _);
    }

    internal void Forget(Network source) => scores.TryRemove(source, out _);

    private static int Points(Offence offence) => offence switch
    {
        // People mistype, and old devices keep old passwords: it is throttled by the account too, so this comes late.
        Offence.FailedSignIn => FailedSignInPoints,
        // Costs little, and comes from broken programs more often than from attackers.
        Offence.MalformedInput => FailedSignInPoints / 4,
        // Nobody does it by accident.
        Offence.Probing => FailedSignInPoints * 5,
        // Every crawler follows dead links.
        Offence.Miss => 1,
        _ => throw new InvalidOperationException($"The unknown offence {offence}."),
    };

    private sealed class Score
    {
        internal double Points { get; set; }

        internal DateTimeOffset At { get; set; }

        internal double PointsAt(DateTimeOffset now, double full)
            => Math.Max(0, Points - (full * Math.Max(0, (now - At) / Window)));
    }
}
