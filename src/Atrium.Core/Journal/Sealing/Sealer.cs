using System.Security.Cryptography;
using Atrium.Core.Accounts;
using Atrium.Core.Ports;

namespace Atrium.Core.Journal.Sealing;

/// <summary>
/// Seals what has been written: the rows of each stream (the changes of a space, the audit, the reads) in segments, each with the hash
/// of the one before it and a signature. The last segment of a stream grows until it is full or a day old.
/// </summary>
internal sealed class Sealer(Store store, SealKey key) : IDisposable
{
    /// <summary>How much may be lost to who removes what is not sealed yet; sealing costs a commit, and a server that rests none.</summary>
    internal static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    /// <summary>Segments of one unit: each is at most 32 KiB.</summary>
    private const int SegmentsOfOneUnit = 200;

    private static readonly Caller Writer = Caller.OfSystem("seal");

    private readonly SemaphoreSlim sealing = new(1);

    internal SealKey Key => key;

    /// <summary>Seals all that is committed now.</summary>
    internal async ValueTask SealAsync(CancellationToken cancellation)
    {
        await sealing.WaitAsync(cancellation);
        try
        {
            var made = new List<SegmentRow>();
            foreach (var stream in await store.Catalog.ReadAsync(reader => reader.UnsealedStreams(), cancellation))
            {
                SegmentRow? last = null;
                while (await store.Catalog.ReadAsync(reader => Next(reader, stream, last), cancellation) is { } next)
                {
                    // The same segment, grown, takes the place of what it was: here, or in the catalog when it is written already.
                    if (made.Count > 0 && last is not null && last.Number == next.Number)
                        made.RemoveAt(made.Count - 1);
                    made.Add(next);
                    last = next;
                    // What follows a segment that is not stored must not be stored either: the next round begins at the last stored one.
                    if (made.Count == SegmentsOfOneUnit && !await WriteAsync(made, cancellation))
                        return;
                }
            }
            await WriteAsync(made, cancellation);
        }
        finally
        {
            sealing.Release();
        }
    }

    public void Dispose() => sealing.Dispose();

    /// <summary>False when it was refused, as it is while the disk is full.</summary>
    private async ValueTask<bool> WriteAsync(List<SegmentRow> made, CancellationToken cancellation)
    {
        if (made.Count == 0)
            return true;
        SegmentRow[] segments = [.. made];
        made.Clear();
        var outcome = await store.Catalog.CommitAsync<Done>(
            Writer,
            tx =>
            {
                // What somebody has cut off is not made good by sealing on: the signed list stays as it is, for the check to find.
                var isWhole = Segments.CheckRoll(tx, key) is null;
                foreach (var segment in segments)
                    tx.SetSegment(segment);
                if (isWhole)
                    Segments.WriteRoll(tx, key);
                return default(Done);
            },
            cancellation);
        return outcome.Refused is null;
    }

    /// <summary>The next segment of a stream, or its last one, grown; null when there is nothing to seal.</summary>
    private SegmentRow? Next(ICatalogReader reader, long stream, SegmentRow? made)
    {
        var last = made ?? reader.LastSegment(stream);
        // One that began while the clock was ahead would grow until that time has come.
        var grows = last is not null && last.Rows < Segments.MaxRows && last.Began <= reader.Now && reader.Now - last.Began < Segments.MaxAge.Ticks
            && IsWhole(last);
        var rows = StreamRows.After(reader, stream, last?.Last ?? 0, grows ? Segments.MaxRows - last!.Rows : Segments.MaxRows);
        if (rows.Count == 0)
            return null;
        var manifest = SegmentManifest.Append(grows ? last!.Manifest : [], rows);
        var segment = new SegmentRow(stream, grows ? last!.Number : (last?.Number ?? 0) + 1)
        {
            First = grows ? last!.First : rows[0].Key.Seq,
            Last = rows[^1].Key.Seq,
            Rows = rows.Count + (grows ? last!.Rows : 0),
            Began = grows ? last!.Began : rows[0].At,
            Ended = rows[^1].At,
            SealedAt = reader.Now,
            Previous = grows ? last!.Previous : last?.Head ?? [],
            Manifest = manifest,
            ManifestHash = SHA256.HashData(manifest),
            Key = key.Id,
        };
        var head = Segments.HeadOf(segment);
        return segment with { Head = head, Signature = key.Sign(head) };
    }

    // One that is not as it was sealed is left as it is, for the check to find: it does not grow.
    private bool IsWhole(SegmentRow segment)
        => segment.Key == key.Id && segment.Manifest is { } manifest && SHA256.HashData(manifest).AsSpan().SequenceEqual(segment.ManifestHash)
            && Segments.HeadOf(segment).AsSpan().SequenceEqual(segment.Head) && key.Verifies(segment.Head, segment.Signature);
}
