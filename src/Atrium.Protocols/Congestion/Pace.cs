using Atrium.Protocols.Connections;

namespace Atrium.Protocols.Congestion;

/// <summary>
/// The turns of one request: that of the request itself, as long as it is short, and those of its bytes when it turns out to be a transfer.
/// </summary>
/// <param name="transfers">Turns of bytes.</param>
/// <param name="lane">Whose request it is.</param>
/// <param name="turn">Its turn; null for what needs none.</param>
public sealed class Pace(TransferTurns transfers, string lane, RequestTurn? turn) : IDisposable
{
    private long passed;

    /// <summary>
    /// Gives the turn back before the answer is done: for what waits long for something to happen, or works for minutes. Otherwise a few of
    /// them would be all that is worked at.
    /// </summary>
    public void StepAside() => turn?.Dispose();

    /// <summary>Asks that some bytes may pass. The first few pass with the turn of the request, which ends with them.</summary>
    /// <returns>To be disposed of when they have passed.</returns>
    public ValueTask<TransferPiece> TakeAsync(TransferDirection direction, long bytes, CancellationToken cancellation)
    {
        if (passed <= TransferTurns.Free && (passed += bytes) <= TransferTurns.Free)
            return default;
        StepAside();
        return transfers.TakeAsync(lane, direction, bytes, cancellation);
    }

    /// <inheritdoc/>
    public void Dispose() => turn?.Dispose();
}
