using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Atrium.Core.Ports;

namespace Atrium.Core.Journal.Sealing;

/// <summary>Where a row stands in its stream: of a change its sequence number and ordinal, of all else its number.</summary>
internal readonly record struct RowKey(long Seq, int Ordinal) : IComparable<RowKey>
{
    public int CompareTo(RowKey other) => Seq != other.Seq ? Seq.CompareTo(other.Seq) : Ordinal.CompareTo(other.Ordinal);
}

/// <summary>A row as it is sealed.</summary>
/// <param name="Key">Where it stands.</param>
/// <param name="At">UTC ticks.</param>
/// <param name="Digest">Of all its columns but those of the key, so that a row that stands elsewhere is known again.</param>
/// <param name="Words">For messages.</param>
internal readonly record struct SealedRow(RowKey Key, long At, byte[] Digest, string Words);

/// <summary>The one form of a row that is hashed: each column with its length before it, so that no two rows have the same form.</summary>
internal sealed class CanonicalRow : IDisposable
{
    /// <summary>160 bits of SHA-256: nobody finds a second row of the same digest, and a thousand of them are a page of 32 KiB.</summary>
    internal const int DigestSize = 20;

    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    internal SealedRow Of(ChangeRow row)
    {
        Add("change"u8);
        Add(row.Space);
        Add(row.At);
        Add(row.Account);
        Add(row.Protocol);
        Add(row.Peer);
        Add(row.Unit.ToByteArray(bigEndian: true));
        Add((long)row.Action);
        Add(row.Node);
        Add((long)row.Kind);
        Add(row.Path);
        Add(row.From);
        Add(row.Number);
        return new SealedRow(new RowKey(row.Seq, row.Ordinal), row.At, Take(), $"{ChangeActions.Format(row.Action)} {row.Path}");
    }

    internal SealedRow Of(AuditRow row)
    {
        Add("audit"u8);
        Add(row.At);
        Add((long)row.Kind);
        Add(row.Account);
        Add(row.Name);
        Add(row.Protocol);
        Add(row.Peer);
        Add(row.Action);
        Add(row.Subject);
        Add(row.Outcome);
        Add(row.Detail);
        Add(row.Rule);
        Add(row.Before);
        Add(row.After);
        Add(row.Count);
        return new SealedRow(new RowKey(row.Number, 0), row.At, Take(), $"{row.Action} {row.Subject}".TrimEnd());
    }

    public void Dispose() => hash.Dispose();

    private byte[] Take() => hash.GetHashAndReset()[..DigestSize];

    private void Add(string? text)
    {
        if (text is null)
            Add(-1);
        else
            Add(Encoding.UTF8.GetBytes(text));
    }

    private void Add(ReadOnlySpan<byte> bytes)
    {
        Add((long)bytes.Length);
        hash.AppendData(bytes);
    }

    private void Add(long number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        hash.AppendData(bytes);
    }
}
