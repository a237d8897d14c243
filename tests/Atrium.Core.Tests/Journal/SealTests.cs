using Atrium.Core.Accounts;
using Atrium.Core.Journal.Sealing;
using Atrium.Core.Maintenance;
using Atrium.Core.Tests.Accounts;
using Atrium.Core.Tests.Repository;
using Atrium.Storage;
using Atrium.Storage.Sqlite;

namespace Atrium.Core.Tests.Journal;

/// <summary>ATTACKS 51: what is written to the journal behind the server's back is found, and the row is named.</summary>
public sealed class SealTests : IAsyncLifetime
{
    private TestStore store = null!;

    public static TheoryData<string, string, string, string> Edits => new()
    {
        { "a change is edited", "update {changes} set path = '/shared/docs/other' where seq = 3 and space = {docs}", "/shared/docs change 3.0", "was edited" },
        { "who made a change is edited", "update {changes} set account = 17 where seq = 3 and space = {docs}", "/shared/docs change 3.0", "was edited" },
        { "a change is removed", "delete from {changes} where seq = 3 and space = {docs}", "/shared/docs change 3.0", "was removed" },
        { "the last change is removed", "delete from {changes} where seq = 6 and space = {docs}", "/shared/docs change 6.0", "was removed" },
        {
            "changes are put in another order",
            "update {changes} set seq = 103 where seq = 3 and space = {docs}; update {changes} set seq = 3 where seq = 4 and space = {docs}; update {changes} set seq = 4 where seq = 103 and space = {docs}",
            "/shared/docs change 3.0", "was sealed as change 4.0"
        },
        {
            "a change is added",
            "insert into {changes} (space, seq, ordinal, at, account, protocol, peer, unit, action, node, kind, path, number) select space, seq, 7, at, account, protocol, peer, unit, action, node, kind, path, number from {changes} where seq = 3 and space = {docs}",
            "/shared/docs change 3.7", "was put elsewhere"
        },
        { "an entry is edited", "update audit set name = 'bob' where action = 'account-added'", "audit entry ", "was edited" },
        { "an entry is removed", "delete from audit where action = 'account-added'", "audit entry ", "was removed" },
        { "a read is edited", "update audit_read set subject = '/shared/docs/g'", "reads entry ", "was edited" },
        { "a seal is edited", "update journal_segment set ended = ended + 1 where stream = -1", "audit", "The seal 1 was edited" },
        { "the list of a seal is edited", "update journal_segment set manifest = zeroblob(32) where stream = {docs}", "/shared/docs", "The list of rows of the seal 1 was edited" },
        {
            "the end is cut off with its seals",
            "delete from {changes} where space = {docs}; delete from journal_segment where stream = {docs}", "seals", "not those that were made last"
        },
        { "all seals are removed", "delete from journal_segment", "seals", "not those that were made last" },
        { "the list of seals is removed too", "delete from store where key = 'journal.seal'", "seals", "is missing" },
        {
            "all that was sealed is wiped, and an entry edited",
            "delete from journal_segment; delete from journal_purge; delete from store where key = 'journal.seal'; update audit set name = 'bob' where action = 'account-added'",
            "seals", "is missing"
        },
        { "a purge is pretended", "insert into journal_purge (stream, first, signature) values ({docs}, 2, zeroblob(64))", "/shared/docs", "how much of it was purged was edited" },
    };

    public async ValueTask InitializeAsync()
    {
        store = await TestStore.OpenAsync();
        await store.Operator.Accounts.AddAsync(new NewAccount("ann", "sunken lantern orchard"), default);
        for (var i = 0; i < 5; i++)
            await store.PutAsync($"/shared/docs/{i}", "x"); // sequence numbers 2 to 6
        await store.ReadAsync("/shared/docs/1");
        await store.PlainAsync("ann", "a wrong one of it");
    }

    public ValueTask DisposeAsync() => store.DisposeAsync();

    [Theory]
    [MemberData(nameof(Edits))]
    public async Task Check_AfterAnEditBehindTheServersBack_NamesTheRow(string edit, string sql, string subject, string detail)
    {
        Assert.Empty(await ProblemsAsync());
        await store.ReopenAsync(() => Edit(sql));
        var problems = await ProblemsAsync();
        Assert.True(
            problems.Any(problem => problem.Subject.StartsWith(subject, StringComparison.Ordinal) && problem.Detail.Contains(detail, StringComparison.Ordinal)),
            $"{edit}: {string.Join('\n', problems)}");
    }

    [Fact]
    public async Task Check_OfTheSameWhenItWasSealedByAnotherKey_SaysSo()
    {
        await store.ReopenAsync(() => File.Delete(Path.Combine(store.Folder, "keys", "journal.key")));
        Assert.Contains(await ProblemsAsync(), problem => problem.Detail.Contains("which is not the one in the folder keys", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Check_OfWhatGrowsOverManySealsAndStarts_FindsNothing()
    {
        for (var round = 0; round < 4; round++)
        {
            for (var i = 0; i < 30; i++)
                await store.PutAsync($"/shared/docs/{round}/{i}", "x");
            await store.Store.Sealer.SealAsync(default);
            if (round % 2 == 1)
                await store.ReopenAsync();
        }
        Assert.Empty(await ProblemsAsync());
        Assert.Equal(1, (await store.Operator.Journal.HeadsAsync(default)).Value.Heads.Single(head => head.Stream == "/shared/docs").Number);
    }

    [Fact]
    public async Task Seal_OfMoreThanASegmentHolds_GoesOnInTheNext()
    {
        for (var i = 0; i < 1100; i++)
            await store.PutAsync($"/shared/docs/many/{i}", "x");
        await store.Store.Sealer.SealAsync(default);
        Assert.Equal(2, (await store.Operator.Journal.HeadsAsync(default)).Value.Heads.Single(head => head.Stream == "/shared/docs").Number);
        Assert.Empty(await ProblemsAsync());
        await store.ReopenAsync(() => Edit("update {changes} set protocol = 'ftp' where seq = 500 and space = {docs}"));
        Assert.Contains(await ProblemsAsync(), problem => problem.Subject == "/shared/docs change 500.0");
        await store.ReopenAsync(() => Edit("delete from journal_segment where stream = {docs} and number = 1"));
        Assert.Contains(await ProblemsAsync(), problem => problem.Detail.Contains("The seals 1 to 1 are missing", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Seal_OfMoreSegmentsThanOneUnitTakes_SealsThemAll()
    {
        await store.ReopenAsync(AddManyUnits);
        await store.Store.Sealer.SealAsync(default);
        Assert.InRange((await store.Operator.Journal.HeadsAsync(default)).Value.Heads.Single(head => head.Stream == "/shared/docs").Number, 201, 300);
        Assert.Empty(await ProblemsAsync());
    }

    [Fact]
    public async Task Seal_AfterARefusal_GoesOnAtTheLastSegmentThatIsStored()
    {
        await store.ReopenAsync(AddManyUnits);
        var catalog = new InterruptingCatalog(store.Store.Catalog);
        var full = new Store(catalog, store.Store.Blobs, store.Store.FailStop, store.Store.Options, store.Store.Clock);
        using var sealer = new Sealer(full, store.Store.Sealer.Key);
        catalog.RefuseNextUnit(new Refused(Refusal.DiskFull, "The disk is full."));
        await sealer.SealAsync(default);
        Assert.DoesNotContain(await store.Store.Catalog.ReadAsync(reader => reader.SegmentHeads(), default), head => head.Number > 1);
        await sealer.SealAsync(default);
        Assert.Empty(await ProblemsAsync());
    }

    [Fact]
    public async Task Open_AfterAStartThatEndedBeforeTheKeyWasKept_BeginsAgain()
    {
        var folder = Path.Combine(store.Folder, "other");
        // The key cannot be written where a folder has its name.
        var obstacle = Directory.CreateDirectory(Path.Combine(folder, "keys", "journal.key.new"));
        Assert.Throws<StoreOpenException>(() => EmbeddedStore.Open(folder, store.Store.Options, store.Store.Clock));
        Assert.False(File.Exists(Path.Combine(folder, "keys", "journal.key")));
        obstacle.Delete();
        for (var start = 0; start < 2; start++)
        {
            await using var opened = EmbeddedStore.Open(folder, store.Store.Options, store.Store.Clock);
            Assert.Null(await opened.Catalog.ReadAsync(reader => Segments.CheckRoll(reader, opened.Sealer.Key), default));
        }
    }

    // 70,000 units of three rows are more than 200 segments; a segment that is nearly full grows by one unit more.
    private void AddManyUnits() => Edit(
        """
        insert into {changes} (space, seq, ordinal, at, account, protocol, peer, unit, action, node, kind, path, number)
          with recursive units(seq) as (select 101 union all select seq + 1 from units where seq < 70100),
            ordinals(ordinal) as (select 0 union all select ordinal + 1 from ordinals where ordinal < 2)
          select space, units.seq, ordinals.ordinal, at, account, protocol, peer, unit, action, node, kind, path, 1000000 + units.seq * 3 + ordinals.ordinal
          from units, ordinals, {changes} c where c.space = {docs} and c.seq = 3 and c.ordinal = 0 order by units.seq, ordinals.ordinal;
        update space set seq = 70100 where id = {docs}
        """);

    private void Edit(string sql)
    {
        using var connection = new SqliteConnection(Path.Combine(store.Folder, "catalog.db"));
        var docs = connection.Scalar("select id from space where name = 'docs'")!.Value;
        // Which of the two tables holds them is the catalog's business.
        foreach (var changes in new[] { "change", "change_recent" })
        {
            if (connection.Scalar($"select count(*) from {changes} where space = {docs}") > 0 || !sql.Contains("{changes}", StringComparison.Ordinal))
            {
                connection.Execute(sql.Replace("{changes}", changes, StringComparison.Ordinal).Replace("{docs}", $"{docs}", StringComparison.Ordinal));
                if (!sql.Contains("{changes}", StringComparison.Ordinal))
                    return;
            }
        }
    }

    private async Task<IReadOnlyList<CheckProblem>> ProblemsAsync()
    {
        await store.Store.Journal.FlushAsync();
        await store.Store.Sealer.SealAsync(default);
        return [.. (await store.Operator.Administration.CheckAsync(CheckMode.Verify, null, default)).Value.Problems.Where(problem => problem.Kind == "journal")];
    }
}
