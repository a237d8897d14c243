using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Atrium.Core.Ports;

namespace Atrium.Core.Journal.Sealing;

/// <summary>What is hashed of segments, and of all of them together.</summary>
internal static class Segments
{
    /// <summary>Streams that are no space.</summary>
    internal const long Audit = -1, Reads = -2;

    /// <summary>Rows of a segment: what is purged as a whole, and read at once by a check.</summary>
    internal const int MaxRows = 1000;

    /// <summary>A segment ends after a day also when it is small, so that retention in days can let it go.</summary>
    internal static readonly TimeSpan MaxAge = TimeSpan.FromDays(1);

    private const string RollKey = "journal.seal";

    /// <summary>The hash of a segment with all before it: what is signed.</summary>
    internal static byte[] HeadOf(SegmentRow segment)
    {
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"atrium journal segment 1\n{segment.Stream}\n{segment.Number}\n{segment.First}\n{segment.Last}\n{segment.Rows}\n{segment.Began}\n{segment.Ended}\n{segment.SealedAt}\n{Convert.ToHexStringLower(segment.Previous)}\n{Convert.ToHexStringLower(segment.ManifestHash)}\n");
        return SHA256.HashData(Encoding.ASCII.GetBytes(text));
    }

    /// <summary>Says, signed, which segment is the last of each stream: without it the end of a stream could be cut off together with its seals.</summary>
    internal static void WriteRoll(ICatalogTransaction tx, SealKey key)
    {
        var hash = RollOf(tx);
        tx.SetStoreValue(RollKey, $"{key.Id} {Convert.ToBase64String(key.Sign(hash))}");
    }

    /// <summary>
    /// Null where it is right; otherwise what is wrong. There is a list from the first start on, of nothing at first: so a journal
    /// without one has lost it, however empty its seals are.
    /// </summary>
    internal static string? CheckRoll(ICatalogReader reader, SealKey key)
    {
        if (reader.StoreValue(RollKey)?.Split(' ') is not [var id, var signature])
            return "The signed list of the journal's last seals is missing.";
        if (id != key.Id)
            return $"The journal was sealed with the key {id}, which is not the one in the folder keys ({key.Id}).";
        Span<byte> bytes = stackalloc byte[128];
        return Convert.TryFromBase64String(signature, bytes, out var length) && key.Verifies(RollOf(reader), bytes[..length].ToArray())
            ? null
            : "The seals at the end of the journal are not those that were made last: seals were removed, or put back to an earlier state, together with what they sealed.";
    }

    /// <summary>The name of a stream, for people.</summary>
    internal static string NameOf(ICatalogReader reader, long stream) => stream switch
    {
        Audit => "audit",
        Reads => "reads",
        _ => reader.GetSpace(stream)?.Path.ToString() ?? string.Create(CultureInfo.InvariantCulture, $"space {stream}"),
    };

    /// <summary>What is signed where everything before a segment has been purged.</summary>
    internal static byte[] PurgeHash(long stream, long first)
        => SHA256.HashData(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"atrium journal purge 1\n{stream}\n{first}\n")));

    private static byte[] RollOf(ICatalogReader reader)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData("atrium journal roll 1\n"u8);
        foreach (var (stream, number, head) in reader.SegmentHeads())
            hash.AppendData(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{stream} {number} {Convert.ToHexStringLower(head)}\n")));
        return hash.GetHashAndReset();
    }
}
