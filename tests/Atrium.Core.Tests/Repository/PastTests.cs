using Atrium.Core.Maintenance;
using Atrium.Core.Repository;
using static Atrium.Core.Tests.TestStore;

namespace Atrium.Core.Tests.Repository;

/// <summary>Questions about times at the edges of what is kept.</summary>
public class PastTests
{
    [Fact]
    public async Task Stat_TimeBeforeTheHorizon_IsGoneAndAtItIsThere()
    {
        var clock = new TestClock();
        await using var store = await OpenAsync(clock: clock);
        await store.Operator.Administration.SetSpaceAsync(Path("/shared/docs"), new SpaceSettings { Retention = TimeSpan.FromMinutes(10) }, default);
        var times = new List<DateTimeOffset>();
        for (var i = 0; i < 30; i++)
        {
            clock.Advance(TimeSpan.FromMinutes(1));
            times.Add(clock.GetUtcNow());
            await store.PutAsync("/shared/docs/f", $"{i}");
        }
        // Records are let go of once they stand with those of their space.
        for (var i = 0; i < 2; i++)
        {
            for (var j = 0; j < 1100; j++)
                await store.PutAsync("/shared/docs/other", "x");
            await new Maintainer(store.Store).RunOnceAsync(default);
        }
        var promised = clock.GetUtcNow() - TimeSpan.FromMinutes(10);
        foreach (var time in times)
        {
            var asked = await store.Files.OpenAsync(Path("/shared/docs/f"), AsOf.At(time), default);
            if (time < promised)
                Assert.Equal(Refusal.Gone, asked.Refused?.Kind);
            else
                Assert.Equal($"{times.IndexOf(time)}", await ReadAsync(asked));
        }
        // Before there was anything: what that was, nobody knows any more.
        Assert.Equal(Refusal.Gone, (await store.Files.StatAsync(Path("/shared/docs"), AsOf.At(times[0].AddYears(-1)), default)).Refused?.Kind);
    }

    [Fact]
    public async Task Stat_TimeToCome_IsThePresent()
    {
        await using var store = await OpenAsync();
        await store.PutAsync("/shared/docs/a/f", "x");
        // The pages of a copy that is built have sequence numbers, and no record.
        await store.Files.CopyAsync(Path("/shared/docs/a"), AsOf.Now, Path("/shared/docs/a/f/no"), Overwrite.Refuse, MissingParents.Refuse, default);
        await store.Files.CopyAsync(Path("/shared/docs/a"), AsOf.Now, Path("/shared/docs/b"), Overwrite.Refuse, MissingParents.Refuse, default);
        var later = (await store.Files.StatAsync(Path("/shared/docs/a"), AsOf.At(TimeProvider.System.GetUtcNow().AddDays(1)), default)).Value;
        Assert.Equal((await store.Files.StatAsync(Path("/shared/docs/a"), AsOf.Now, default)).Value, later);
    }
}
