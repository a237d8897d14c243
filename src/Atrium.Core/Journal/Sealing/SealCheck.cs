using System.Globalization;
using System.Security.Cryptography;
using Atrium.Core.Maintenance;
using Atrium.Core.Ports;

namespace Atrium.Core.Journal.Sealing;

/// <summary>Holds the journal against its seals, and names each row that was edited, removed, added or put elsewhere (ATTACKS 51).</summary>
internal sealed class SealCheck(Store store, CheckFindings findings)
{
    // A segment is compared in one snapshot; more rows than this are not named one by one.
    private const int MaxNamed = 100;

    private const string Next = "Somebody has written to the catalog behind the server's back: look who may, and compare with a backup.";

    internal async ValueTask RunAsync(Action<long> report, CancellationToken cancellation)
    {
        if (await store.Catalog.InspectAsync(reader => Segments.CheckRoll(reader, store.Sealer.Key), cancellation) is { } wrong)
        {
            // A repair takes what is there as what there is, and says so in the journal: the next cut is found again.
            await findings.AddAsync(
                new CheckProblem("journal", "seals", $"{wrong} {Next}", [], false), tx => Segments.WriteRoll(tx, store.Sealer.Key), cancellation);
        }
        var done = 0L;
        foreach (var stream in await store.Catalog.InspectAsync(reader => reader.SegmentHeads().Select(head => head.Stream).ToList(), cancellation))
        {
            var (number, previous) = (0L, Array.Empty<byte>());
            var after = 0L;
            while (true)
            {
                var (segment, problems) = await store.Catalog.InspectAsync(reader => Look(reader, stream, number, previous, after), cancellation);
                foreach (var problem in problems)
                    findings.Add(problem);
                if (segment is null)
                    break;
                (number, previous, after) = (segment.Number, segment.Head, segment.Last);
                report(++done);
            }
        }
    }

    /// <summary>Looks at the segment after one.</summary>
    private (SegmentRow? Segment, List<CheckProblem> Problems) Look(ICatalogReader reader, long stream, long number, byte[] previous, long after)
    {
        var problems = new List<CheckProblem>();
        var name = Segments.NameOf(reader, stream);
        if (reader.SegmentAfter(stream, number) is not { } segment)
            return (null, problems);
        var key = store.Sealer.Key;
        if (segment.Number != number + 1)
            Add($"The seals {number + 1} to {segment.Number - 1} are missing.");
        else if (!segment.Previous.AsSpan().SequenceEqual(previous))
            Add($"The seal {segment.Number} does not follow the one before it.");
        if (segment.Key != key.Id)
            Add($"The seal {segment.Number} was made with the key {segment.Key}, which is not the one in the folder keys ({key.Id}).");
        else if (!Segments.HeadOf(segment).AsSpan().SequenceEqual(segment.Head) || !key.Verifies(segment.Head, segment.Signature))
            Add($"The seal {segment.Number} was edited.");

        var first = FirstKept(reader, stream, name, problems);
        if (segment.Number < first)
            return (segment, problems);
        if (segment.Manifest is not { } manifest || !SHA256.HashData(manifest).AsSpan().SequenceEqual(segment.ManifestHash))
            Add($"The list of rows of the seal {segment.Number} was edited.");
        else
            Compare(reader, stream, name, manifest, StreamRows.Between(reader, stream, segment.Number == first ? segment.First - 1 : after, segment.Last), problems);
        return (segment, problems);

        void Add(string detail) => problems.Add(new CheckProblem("journal", name, $"{detail} {Next}", [], false));
    }

    /// <summary>The first segment whose rows are kept.</summary>
    private long FirstKept(ICatalogReader reader, long stream, string name, List<CheckProblem> problems)
    {
        if (reader.JournalPurge(stream) is not var (first, signature))
            return 1;
        if (store.Sealer.Key.Verifies(Segments.PurgeHash(stream, first), signature))
            return first;
        problems.Add(new CheckProblem("journal", name, $"What says how much of it was purged was edited. {Next}", [], false));
        return 1;
    }

    private static void Compare(
        ICatalogReader reader, long stream, string name, byte[] manifest, IReadOnlyList<SealedRow> rows, List<CheckProblem> problems)
    {
        var before = SegmentManifest.Read(manifest).ToDictionary(entry => entry.Key, entry => Convert.ToHexStringLower(entry.Digest));
        var homes = before.GroupBy(entry => entry.Value).ToDictionary(group => group.Key, group => group.First().Key);
        var now = rows.ToDictionary(row => row.Key);
        _ = reader;
        foreach (var row in rows)
        {
            var digest = Convert.ToHexStringLower(row.Digest);
            if (!before.TryGetValue(row.Key, out var was))
                Add(row.Key, homes.TryGetValue(digest, out var home) ? $"stands here, and was sealed as {Say(home)}: it was put elsewhere" : "was added", row.Words);
            else if (was != digest)
                Add(row.Key, homes.TryGetValue(digest, out var home) ? $"was sealed as {Say(home)}: rows were put in another order" : "was edited", row.Words);
        }
        foreach (var key in before.Keys.Where(key => !now.ContainsKey(key)).Order())
            Add(key, "was removed", null);

        void Add(RowKey key, string what, string? words)
        {
            if (problems.Count < MaxNamed)
                problems.Add(new CheckProblem("journal", $"{name} {Say(key)}", $"The row{(words is null ? "" : $" ({words})")} {what}. {Next}", [], false));
        }

        string Say(RowKey key) => stream < 0
            ? string.Create(CultureInfo.InvariantCulture, $"entry {key.Seq}")
            : string.Create(CultureInfo.InvariantCulture, $"change {key.Seq}.{key.Ordinal}");
    }
}
