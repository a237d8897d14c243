namespace Atrium.Protocols.Congestion;

/// <summary>A request that is worked at.</summary>
public sealed class RequestTurn : IDisposable
{
    private readonly RequestTurns turns;
    private int hasLeft;

    internal RequestTurn(RequestTurns turns) => this.turns = turns;

    /// <summary>
    /// Ends it, once. To be called before the answer is done by whatever goes on for long without working: transfers, which have turns of
    /// their own, and waits for something to happen.
    /// </summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref hasLeft, 1) == 0)
            turns.Leave();
    }
}
