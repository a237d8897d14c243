using Atrium.Core;
using Atrium.Core.Durability;
using Atrium.Core.Ports;
using Atrium.Core.Repository;
using Atrium.Storage.Catalog;
using Atrium.Storage.Sqlite;

namespace Atrium.Storage.Tests;

public sealed class EmbeddedCatalogTests : CatalogConformance
{
    private readonly Scratch scratch = new();

    private protected override ICatalog Open() => EmbeddedCatalog.Open(scratch.File("catalog.db"), Clock, new FailStop());

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        scratch.Dispose();
    }

    [Fact]
    public void Open_NewerSchema_IsRefusedWithWhatToDo()
    {
        using var folder = new Scratch();
        using (var connection = new SqliteConnection(folder.File("catalog.db")))
            connection.Execute($"pragma application_id = {0x41747269}; pragma user_version = 9999");
        var refused = Assert.Throws<StoreOpenException>(() => EmbeddedStore.Open(folder.Folder, new RepositoryOptions(), Clock));
        Assert.StartsWith("The data folder was made by a newer Atrium (schema 9999; this program knows ", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_SchemaBeforeAppPasswords_KeepsThePasswordsAndTakesMore()
    {
        using var folder = new Scratch();
        using (var connection = new SqliteConnection(folder.File("catalog.db")))
        {
            foreach (var script in new[] { "001.sql", "002.sql", "003.sql" })
                connection.Execute(Resource(script));
            connection.Execute(
                $"""
                pragma application_id = {0x41747269}; pragma user_version = 3;
                insert into store (key, value) values ('epoch', 'e');
                insert into account (id, name, administrator, disabled, created) values (1, 'alice', 0, 0, 5), (2, 'bob', 0, 0, 5);
                insert into credential (id, account, kind, label, verifier, created) values (1, 1, 0, 'password', 'v', 5), (2, 2, 0, 'password', 'v', 5);
                """);
        }
        await using var catalog = EmbeddedCatalog.Open(folder.File("catalog.db"), Clock, new FailStop());
        var old = new CredentialRow(1, 1, CredentialKind.Password, "password", "v", 5);
        Assert.Equal([old], await catalog.ReadAsync(reader => reader.Credentials(1), default));
        var next = old with { Id = 3, Kind = CredentialKind.AppPassword, Label = "phone", Protocols = "imap" };
        Assert.Null((await catalog.CommitAsync<Done>(Scratch.Caller, tx =>
        {
            tx.InsertCredential(next);
            return default(Done);
        }, default)).Refused);
        Assert.Equal([old, next], await catalog.ReadAsync(reader => reader.Credentials(1), default));
    }

    private static string Resource(string name)
    {
        var assembly = typeof(EmbeddedStore).Assembly;
        using var reader = new StreamReader(assembly.GetManifestResourceStream(assembly.GetManifestResourceNames().Single(n => n.EndsWith(name, StringComparison.Ordinal)))!);
        return reader.ReadToEnd();
    }

    [Fact]
    public void Open_AnotherProgramsFile_IsRefused()
    {
        using var folder = new Scratch();
        using (var connection = new SqliteConnection(folder.File("catalog.db")))
            connection.Execute("pragma user_version = 1");
        Assert.Contains("not Atrium's", Assert.Throws<StoreOpenException>(() => EmbeddedStore.Open(folder.Folder, new RepositoryOptions(), Clock)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_NoDatabase_IsRefusedWithWhatToDo()
    {
        using var folder = new Scratch();
        File.WriteAllBytes(folder.File("catalog.db"), [.. Enumerable.Repeat((byte)'x', 8192)]);
        Assert.Contains("from a backup", Assert.Throws<StoreOpenException>(() => EmbeddedStore.Open(folder.Folder, new RepositoryOptions(), Clock)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Commit_UnitThrowsOnceAndItsBatchIsRunAgain_SucceedsForItsCaller()
    {
        using var folder = new Scratch();
        await using var catalog = EmbeddedCatalog.Open(folder.File("catalog.db"), Clock, new FailStop());
        using var holding = new ManualResetEventSlim();
        using var gate = new ManualResetEventSlim();
        // While the first unit holds the writer, the next batch gathers.
        var first = catalog.CommitAsync<Done>(Scratch.Caller, tx =>
        {
            holding.Set();
            gate.Wait();
            return default(Done);
        }, default).AsTask();
        holding.Wait();
        var runs = 0;
        var throwsOnce = catalog.CommitAsync<Done>(Scratch.Caller, tx =>
        {
            if (++runs == 1)
                throw new InvalidOperationException("Only the first time.");
            tx.InsertNode(4711, 1, NodeKind.Folder, 0);
            return default(Done);
        }, default).AsTask();
        var refusedAfterAWrite = catalog.CommitAsync<Done>(Scratch.Caller, tx =>
        {
            tx.InsertNode(4712, 1, NodeKind.Folder, 0);
            return Refused.Conflict("After a write.");
        }, default).AsTask();
        gate.Set();
        await first;
        Assert.Null((await throwsOnce).Refused);
        Assert.Equal(2, runs);
        Assert.Equal(Refusal.Conflict, (await refusedAfterAWrite).Refused?.Kind);
        Assert.NotNull(await catalog.ReadAsync(reader => reader.Folder(4711), default));
        Assert.Null(await catalog.ReadAsync(reader => reader.Folder(4712), default));
    }

    [Fact]
    public async Task Read_NobodyWaitsForTheAnswerAnyMore_IsEnded()
    {
        using var folder = new Scratch();
        await using var catalog = EmbeddedCatalog.Open(folder.File("catalog.db"), Clock, new FailStop());
        // Enough rows that each question runs for a while.
        await catalog.CommitAsync<Done>(Scratch.Caller, tx =>
        {
            for (var i = 0; i < 20_000; i++)
                tx.InsertNode(100_000 + i, 1, NodeKind.Folder, 0);
            return default(Done);
        }, default);
        using var gone = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => catalog.ReadAsync(
            reader =>
            {
                gone.Cancel();
                return Enumerable.Range(0, 1_000_000).Sum(_ => reader.Nodes(0, 20_000).Count);
            },
            gone.Token).AsTask());
        Assert.Equal(20_000, await catalog.ReadAsync(reader => reader.Nodes(0, 100_000).Count, default));
    }

    [Fact]
    public async Task Dispose_SomebodyStillReads_WaitsForHim()
    {
        using var folder = new Scratch();
        var catalog = EmbeddedCatalog.Open(folder.File("catalog.db"), Clock, new FailStop());
        using var reads = new ManualResetEventSlim();
        using var gate = new ManualResetEventSlim();
        var reading = Task.Run(() => catalog.ReadAsync(
            reader =>
            {
                reads.Set();
                gate.Wait();
                return reader.Spaces().Count;
            },
            default).AsTask(), TestContext.Current.CancellationToken);
        reads.Wait(TestContext.Current.CancellationToken);
        var closing = catalog.DisposeAsync().AsTask();
        Assert.False(closing.IsCompleted);
        gate.Set();
        Assert.Equal(0, await reading);
        await closing;
        Assert.False(File.Exists(folder.File("catalog.db-wal")));
    }

    [Fact]
    public async Task Commit_AfterATrip_IsNeverAcknowledged()
    {
        using var folder = new Scratch();
        var failStop = new FailStop();
        await using var catalog = EmbeddedCatalog.Open(folder.File("catalog.db"), Clock, failStop);
        using var gate = new ManualResetEventSlim();
        var running = catalog.CommitAsync<Done>(Scratch.Caller, tx =>
        {
            gate.Wait();
            return default(Done);
        }, default).AsTask();
        var waiting = Enumerable.Range(0, 10).Select(_ => catalog.CommitAsync<Done>(Scratch.Caller, tx => default(Done), default).AsTask()).ToList();
        var cause = new IOException("the first");
        failStop.Trip(cause);
        failStop.Trip(new IOException("the second"));
        waiting.Add(catalog.CommitAsync<Done>(Scratch.Caller, tx => default(Done), default).AsTask());
        gate.Set();
        await running;
        Assert.Same(cause, await failStop.Tripped);
        // The last was asked for after the trip; those that had gathered with the running one may be done with it.
        Assert.Equal(Refusal.Unavailable, (await waiting[^1]).Refused?.Kind);
        Assert.All(await Task.WhenAll(waiting.Skip(1)), outcome => Assert.True(outcome.Refused is null or { Kind: Refusal.Unavailable }));
    }
}
