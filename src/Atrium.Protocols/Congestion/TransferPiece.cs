namespace Atrium.Protocols.Congestion;

/// <summary>Some bytes of a transfer on their way.</summary>
public readonly struct TransferPiece : IDisposable, IEquatable<TransferPiece>
{
    private readonly TransferTurns? turns;
    private readonly int round;

    internal TransferPiece(TransferTurns turns, int round) => (this.turns, this.round) = (turns, round);

    /// <summary>They have passed. To be called once.</summary>
    public void Dispose() => turns?.End(round);

    /// <inheritdoc/>
    public bool Equals(TransferPiece other) => ReferenceEquals(turns, other.turns) && round == other.round;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is TransferPiece other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(turns, round);

    /// <summary>Whether both are the same.</summary>
    public static bool operator ==(TransferPiece left, TransferPiece right) => left.Equals(right);

    /// <summary>Whether they are not the same.</summary>
    public static bool operator !=(TransferPiece left, TransferPiece right) => !left.Equals(right);
}
