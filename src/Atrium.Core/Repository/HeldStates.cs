namespace Atrium.Core.Repository;

/// <summary>
/// States of the past that are being copied at present: the purge stops before them, or a copy that takes longer than the time
/// between two purges would never come to its end where no history is kept.
/// </summary>
internal sealed class HeldStates
{
    private readonly List<(long Space, long Seq)> held = [];

    /// <summary>Holds a state until it is disposed.</summary>
    internal IDisposable Hold(long space, long seq)
    {
        lock (held)
            held.Add((space, seq));
        return new Hand(this, (space, seq));
    }

    /// <summary>The oldest state of a space that is held; the largest number when none is.</summary>
    internal long OldestOf(long space)
    {
        lock (held)
            return held.Where(state => state.Space == space).Select(state => state.Seq).DefaultIfEmpty(long.MaxValue).Min();
    }

    private sealed class Hand(HeldStates states, (long, long) state) : IDisposable
    {
        private HeldStates? from = states;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref from, null) is not { } owner)
                return;
            lock (owner.held)
                owner.held.Remove(state);
        }
    }
}
