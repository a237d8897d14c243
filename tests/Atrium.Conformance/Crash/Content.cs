using System.Security.Cryptography;

namespace Atrium.Conformance.Crash;

/// <summary>A piece of a file, made again from its seed whenever its bytes are wanted.</summary>
internal sealed record Piece(ulong Seed, int Length)
{
    public byte[] Bytes()
    {
        var bytes = new byte[Length];
        new Dice(Seed).Fill(bytes);
        return bytes;
    }
}

/// <summary>What a file must hold: the pieces that were stored and appended, without keeping megabytes of them.</summary>
internal sealed class Content
{
    private Content(Piece[] pieces)
    {
        Pieces = pieces;
        Length = pieces.Sum(piece => (long)piece.Length);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var piece in pieces)
            hash.AppendData(piece.Bytes());
        Sha256 = Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    public IReadOnlyList<Piece> Pieces { get; }

    public long Length { get; }

    public string Sha256 { get; }

    /// <summary>The entity tag, without quotes, that the contract promises for an upload in one piece; null when it promises none.</summary>
    public string? ETag => Pieces.Count == 1 ? Sha256 : null;

    public static Content Of(Piece piece) => new([piece]);

    public Content With(Piece appended) => new([.. Pieces, appended]);
}
