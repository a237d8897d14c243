using Atrium.Core.Access;
using Atrium.Core.Accounts;
using Atrium.Core.Maintenance;

namespace Atrium.Core.Examination;

/// <summary>
/// What can be seen in the store that a lay person would not think of: each look is short, so that it can be taken every day while people
/// work. A whole one is <c>atrium check</c>.
/// </summary>
public sealed class StoreExamination
{
    /// <summary>Blobs whose bytes are read: of a small store all, of a large one others each day.</summary>
    private const int SampledBlobs = 200;

    /// <summary>Bytes read for that: a second or two of a disk.</summary>
    private const long SampledBytes = 256L * 1024 * 1024;

    /// <summary>Eight times the length at which the log is copied: somebody holds it back, or the disk is too slow for what is written.</summary>
    private const long LongLog = 512L * 1024 * 1024;

    /// <summary>A clock that was set is off by more; that of a machine that slept a little is off by less.</summary>
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(1);

    /// <summary>After the grace time maintenance collects within a round; a day leaves room for one that was busy.</summary>
    private static readonly TimeSpan CollectionTolerance = TimeSpan.FromDays(1);

    /// <summary>From here on the next upload may be refused.</summary>
    private const double NearlyFull = 0.95;

    /// <summary>More are counted, not named.</summary>
    private const int Named = 20;

    private readonly Store store;
    private readonly Maintainer? maintainer;

    /// <summary>Makes the examination of a store.</summary>
    /// <param name="store">Open.</param>
    /// <param name="maintainer">That of the running server; null for a store that is only looked at.</param>
    public StoreExamination(Store store, Maintainer? maintainer)
    {
        ArgumentNullException.ThrowIfNull(store);
        (this.store, this.maintainer) = (store, maintainer);
    }

    /// <summary>The looks, each with the word that its findings carry.</summary>
    public IReadOnlyList<(string Check, Func<CancellationToken, ValueTask<IReadOnlyList<Finding>>> Look)> Looks =>
    [
        ("clock", ClockAsync),
        ("database", DatabaseAsync),
        ("log", _ => new(Log())),
        ("contents", ContentsAsync),
        ("condemned", CondemnedAsync),
        ("maintenance", _ => new(Maintenance())),
        ("quotas", QuotasAsync),
        ("public-access", PublicAccessAsync),
    ];

    /// <summary>Of a large store, another part is looked at each day.</summary>
    private long Today => store.Clock.GetUtcNow().UtcTicks / TimeSpan.TicksPerDay;

    private async ValueTask<IReadOnlyList<Finding>> ClockAsync(CancellationToken cancellation)
    {
        var newest = await store.Catalog.ReadAsync(reader => reader.Spaces().OrderByDescending(space => space.At).FirstOrDefault(), cancellation);
        var now = store.Clock.GetUtcNow();
        if (newest is null || new DateTimeOffset(newest.At, TimeSpan.Zero) <= now + ClockTolerance)
            return [];
        return
        [
            new("clock", Severity.Problem, "the clock of this machine",
                $"It says {Moment(now)}, but the last change in {newest.Path} was made at {Moment(new DateTimeOffset(newest.At, TimeSpan.Zero))}: it has been set back, or was wrong then.",
                "Set the clock right (timedatectl set-ntp true). Until it has caught up, new changes carry the time of that last one, and certificates and tokens may look expired or not yet valid."),
        ];
    }

    private async ValueTask<IReadOnlyList<Finding>> DatabaseAsync(CancellationToken cancellation)
    {
        var damages = await Task.Run(() => store.Catalog.VerifySample(Today, cancellation), cancellation);
        return
        [
            .. damages.Take(Named).Select(damage => new Finding(
                "database", Severity.Problem, "catalog.db", $"The database is damaged: {damage}.",
                "Keep a copy of the data folder, check the disk (dmesg, smartctl), run atrium check to learn what is concerned, and bring the folder back from a backup.")),
        ];
    }

    private IReadOnlyList<Finding> Log() => store.Catalog.LogSize < LongLog ? [] :
    [
        new("log", Severity.Warning, "catalog.db-wal",
            $"The log of the database has grown to {Mebibytes(store.Catalog.LogSize)}: it is not copied into the database as fast as changes come, or a question holds it back.",
            "Look whether a long check or backup runs, and whether the disk is busy (iostat -x). A restart of the server copies it whole."),
    ];

    private async ValueTask<IReadOnlyList<Finding>> ContentsAsync(CancellationToken cancellation)
    {
        var findings = new CheckFindings(store, Caller.OfSystem("examination"), CheckMode.Verify);
        // Of a large store it goes on every day where it ended the day before, and comes round.
        var first = await store.Catalog.ReadAsync(
            reader => reader.HighestBlob() is > SampledBlobs and var highest ? Today * SampledBlobs % (highest - (SampledBlobs / 2)) : 0, cancellation);
        await new BlobCheck(store, findings).SampleAsync(first, SampledBlobs, SampledBytes, cancellation);
        return
        [
            .. findings.Problems.Take(Named).Select(problem => new Finding(
                "contents", Severity.Problem, problem.Subject, $"{problem.Detail} Concerned: {string.Join(", ", problem.Paths.DefaultIfEmpty("nothing that is named"))}.",
                "Check the disk (dmesg, smartctl), then run atrium check to read all contents, and atrium check --repair; what is lost comes back from a backup or another copy.")),
        ];
    }

    private async ValueTask<IReadOnlyList<Finding>> CondemnedAsync(CancellationToken cancellation)
    {
        var overdue = (store.Clock.GetUtcNow() - store.BlobGrace - CollectionTolerance).UtcTicks;
        var waiting = await store.Catalog.ReadAsync(reader => reader.CondemnedBlobs(overdue, Named * 50), cancellation);
        return waiting.Count == 0 ? [] :
        [
            new("condemned", Severity.Warning, "blobs",
                $"{(waiting.Count < Named * 50 ? waiting.Count : $"More than {waiting.Count}")} contents that nothing names any more ({Mebibytes(waiting.Sum(blob => blob.Size))}) should have been removed at least a day ago, and still take room.",
                "The maintenance does not do its work: look for its errors in the server's log (number 1011), and whether the folder blobs may be written."),
        ];
    }

    private IReadOnlyList<Finding> Maintenance() => maintainer?.Failing is not { } failing ? [] :
    [
        new("maintenance", Severity.Problem, "maintenance",
            $"The last round has failed ({failing.Error.Message.TrimEnd('.')}), {(failing.Since is { } since ? $"and none has succeeded since {Moment(since)}" : "and none has succeeded since the start")}. Old versions and removed files keep their room until one does.",
            "Mend what the message names; the next round tries again by itself. The server's log has the whole error under the number 1011."),
    ];

    private async ValueTask<IReadOnlyList<Finding>> QuotasAsync(CancellationToken cancellation)
    {
        var full = await store.Catalog.ReadAsync(reader => FullSpace.Among(reader.Spaces()), cancellation);
        return
        [
            .. full.Take(Named).Select(space => new Finding(
                "quotas", space.Used >= space.Quota * NearlyFull ? Severity.Warning : Severity.Notice, space.Path.ToString(),
                $"{100 * space.Used / Math.Max(1, space.Quota)} % of the quota are used ({Mebibytes(space.Used)} of {Mebibytes(space.Quota)}).",
                $"Delete what is no longer needed, or give it more: atrium space set {space.Path} --quota SIZE.")),
        ];
    }

    private async ValueTask<IReadOnlyList<Finding>> PublicAccessAsync(CancellationToken cancellation)
    {
        const Rights Changing = (Rights.Create | Rights.Write | Rights.Delete | Rights.Share | Rights.Manage) & ~Rights.Read;
        var open = await store.Catalog.ReadAsync(
            reader => new[] { Principals.Anyone, Principals.Everyone }
                .SelectMany(principal => reader.GrantsTo(principal, 0, 1000))
                .Where(grant => (grant.Rights & Changing) != 0)
                .Take(Named)
                .Select(grant => (grant.Principal, grant.Rights, Path: NodePaths.Of(reader, grant.Node)))
                .ToList(),
            cancellation);
        return
        [
            .. open.Select(grant => grant.Principal == Principals.Anyone
                ? new Finding(
                    "public-access", Severity.Warning, grant.Path,
                    $"Anybody on the network may change this without signing in ({RightsText.Format(grant.Rights)}).",
                    $"When that is not meant: atrium access revoke {grant.Path} anyone. To let people only look: atrium access grant {grant.Path} anyone read.")
                : new Finding(
                    "public-access", Severity.Notice, grant.Path,
                    $"Everybody who has an account may change this ({RightsText.Format(grant.Rights)}).",
                    $"When that is not meant: atrium access revoke {grant.Path} everyone, and grant it to a group.")),
        ];
    }

    private static string Moment(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);

    private static string Mebibytes(long bytes) => bytes < 1024 * 1024 ? $"{bytes} bytes" : $"{bytes / (1024 * 1024)} MiB";
}
