using System.Buffers.Binary;

namespace Atrium.Core.Journal.Sealing;

/// <summary>The rows of a segment, each by its key with its digest: what is sealed, and what says which row is not as it was.</summary>
internal static class SegmentManifest
{
    private const int EntrySize = sizeof(long) + sizeof(int) + CanonicalRow.DigestSize;

    internal static byte[] Append(ReadOnlySpan<byte> manifest, IReadOnlyList<SealedRow> rows)
    {
        var bytes = new byte[manifest.Length + rows.Count * EntrySize];
        manifest.CopyTo(bytes);
        var place = bytes.AsSpan(manifest.Length);
        foreach (var row in rows)
        {
            BinaryPrimitives.WriteInt64BigEndian(place, row.Key.Seq);
            BinaryPrimitives.WriteInt32BigEndian(place[sizeof(long)..], row.Key.Ordinal);
            row.Digest.CopyTo(place[(sizeof(long) + sizeof(int))..]);
            place = place[EntrySize..];
        }
        return bytes;
    }

    internal static IEnumerable<(RowKey Key, byte[] Digest)> Read(byte[] manifest)
    {
        for (var at = 0; at + EntrySize <= manifest.Length; at += EntrySize)
        {
            var entry = manifest.AsSpan(at, EntrySize);
            yield return (
                new RowKey(BinaryPrimitives.ReadInt64BigEndian(entry), BinaryPrimitives.ReadInt32BigEndian(entry[sizeof(long)..])),
                entry[(sizeof(long) + sizeof(int))..].ToArray());
        }
    }
}
