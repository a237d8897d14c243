using System.Collections.Concurrent;
using System.Globalization;
using Atrium.Core;
using Atrium.Core.Accounts;
using Atrium.Core.Durability;
using Atrium.Core.Ports;
using Atrium.Storage.Sqlite;

namespace Atrium.Storage.Catalog;

/// <summary>The catalog in one SQLite file beside the program: one writer, and readers that it never waits for.</summary>
internal sealed class EmbeddedCatalog : ICatalog
{
    /// <summary>Questions at once. They run on the asking threads and are short: more only take turns on the cores.</summary>
    private const int MaxReaders = 16;

    /// <summary>
    /// The greatest age of a question: a page of anything takes milliseconds; what takes longer than this holds the log back, and
    /// one of the few readers from everybody else.
    /// </summary>
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(10);

    /// <summary>Up to this size a sample is the whole file: a second or two of a disk.</summary>
    private const long WholeSample = 256L * 1024 * 1024;

    private readonly string path;
    private readonly SqliteConnection writing;
    private readonly CatalogWriter writer;
    private readonly ChangeSignal signal = new();
    private readonly ConcurrentBag<(SqliteConnection Connection, ReadAge Age)> idle = [];
    private readonly SemaphoreSlim readers = new(MaxReaders);
    private readonly AccessCache access = new();
    private readonly CatalogMetrics metrics;
    private readonly TimeProvider clock;
    private readonly FailStop failStop;

    private EmbeddedCatalog(string path, SqliteConnection writing, string epoch, TimeProvider clock, FailStop failStop)
    {
        (this.path, this.writing, this.clock, this.failStop, Epoch) = (path, writing, clock, failStop, epoch);
        var copying = new SqliteConnection(path);
        copying.Execute("pragma wal_autocheckpoint = 0; pragma synchronous = full");
        metrics = new CatalogMetrics(this, access);
        writer = new CatalogWriter(writing, copying, access, clock, failStop, metrics, signal.Changed);
    }

    public string Epoch { get; }

    public long FirstNewNode => writer.FirstNewNode;

    public (long Units, long Batches) Statistics => writer.Statistics;

    public long SizeInBytes => FileSize(path) + LogSize;

    public long LogSize => FileSize(path + "-wal");

    public int Waiting => writer.Waiting;

    public string DatabaseVersion => $"SQLite {SqliteConnection.Version}";

    /// <summary>Opens the catalog of a folder, creating it when there is none, and brings its schema up to date.</summary>
    internal static EmbeddedCatalog Open(string path, TimeProvider clock, FailStop failStop)
    {
        var connection = new SqliteConnection(path);
        try
        {
            connection.Execute("pragma page_size = 4096");
            connection.Execute("pragma journal_mode = wal");
            // FULL: the log is on disk before a commit returns. The automatic checkpoint hides errors: see Checkpointer.
            connection.Execute("pragma synchronous = full; pragma wal_autocheckpoint = 0; pragma cache_size = -32000; pragma temp_store = memory");
            var epoch = SchemaUpgrade.Run(connection, clock);
            // With its first write SQLite also syncs the folder that its log was made in, and does not look at the answer: so it writes
            // now, and the folder is synced once more, with a look.
            connection.Use(Sql.SetStoreValue).Bind("opened").Bind(clock.GetUtcNow().ToString("O", CultureInfo.InvariantCulture)).Run();
            DurableFile.SyncDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            return new EmbeddedCatalog(path, connection, epoch, clock, failStop);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public ValueTask<T> ReadAsync<T>(Func<ICatalogReader, T> read, CancellationToken cancellation) => ReadAsync(read, MaxAge, cancellation);

    public ValueTask<T> InspectAsync<T>(Func<ICatalogReader, T> read, CancellationToken cancellation)
        => ReadAsync(read, TimeSpan.MaxValue, cancellation);

    private async ValueTask<T> ReadAsync<T>(Func<ICatalogReader, T> read, TimeSpan maxAge, CancellationToken cancellation)
    {
        using var trace = metrics.Trace("catalog read");
        await readers.WaitAsync(cancellation);
        try
        {
            if (!idle.TryTake(out var reader))
                reader = OpenReader();
            try
            {
                var (connection, age) = reader;
                age.Begin(maxAge, cancellation);
                connection.Use("begin").Run();
                var answer = read(new CatalogReader(connection, access, clock.GetUtcNow().UtcTicks));
                connection.Use("commit").Run();
                idle.Add(reader);
                return answer;
            }
            catch (SqliteFailure failure) when (failure.IsInterrupted)
            {
                reader.Connection.Dispose();
                cancellation.ThrowIfCancellationRequested();
                throw new TimeoutException($"A question took longer than {maxAge.TotalSeconds:0} s, and was ended so that the catalog's log does not grow. Ask for less at once.", failure);
            }
            catch
            {
                // Its state is not known: the next question gets a new one.
                reader.Connection.Dispose();
                throw;
            }
        }
        finally
        {
            readers.Release();
        }
    }

    public ValueTask<Outcome<T>> CommitAsync<T>(Caller caller, Func<ICatalogTransaction, Outcome<T>> work, CancellationToken cancellation)
        => RunAsync(new PendingUnit<T>(caller, work, cancellation));

    public ValueTask<Outcome<T>> RehearseAsync<T>(Caller caller, Func<ICatalogTransaction, Outcome<T>> work, CancellationToken cancellation)
        => RunAsync(new PendingUnit<T>(caller, work, cancellation) { IsRehearsal = true });

    private async ValueTask<Outcome<T>> RunAsync<T>(PendingUnit<T> unit)
    {
        using var trace = metrics.Trace(unit.IsRehearsal ? "catalog rehearsal" : "catalog commit");
        writer.Enqueue(unit);
        return await unit.Completion;
    }

    public Task WaitForChangeAsync(long space, long afterSeq, CancellationToken cancellation) => signal.WaitAsync(space, afterSeq, cancellation);

    public long LatestChange(long space) => signal.Latest(space);

    // A hundred findings are enough to know; the rest is the same damage again.
    public IReadOnlyList<string> VerifyFile() => Verify(_ => "pragma integrity_check(100)", CancellationToken.None);

    public IReadOnlyList<string> VerifySample(long turn, CancellationToken cancellation) => Verify(
        connection =>
        {
            if (SizeInBytes <= WholeSample)
                return "pragma quick_check(20)";
            var tables = new List<string>();
            var statement = connection.Use("select name from sqlite_schema where type = 'table' order by name");
            while (statement.Step())
                tables.Add(statement.Text(0));
            statement.Reset();
            return $"pragma quick_check('{tables[(int)(turn % tables.Count)]}')";
        },
        cancellation);

    private List<string> Verify(Func<SqliteConnection, string> pragma, CancellationToken cancellation)
    {
        var (connection, age) = OpenReader();
        using var used = connection;
        age.Begin(TimeSpan.MaxValue, cancellation);
        var found = new List<string>();
        var statement = connection.Use(pragma(connection));
        while (statement.Step())
            found.Add(statement.Text(0));
        statement.Reset();
        return found is ["ok"] ? [] : found;
    }

    public async ValueTask DisposeAsync()
    {
        writer.Dispose();
        // Those who still read come to their end first.
        for (var i = 0; i < MaxReaders; i++)
            await readers.WaitAsync();
        while (idle.TryTake(out var reader))
            reader.Connection.Dispose();
        try
        {
            // A clean end leaves no log behind. After a failure the log is the truth, and stays.
            if (!failStop.IsTripped)
                writing.CopyLog();
        }
        catch (SqliteFailure)
        {
            // The log stays, and the next start reads it.
        }
        writing.Dispose();
        readers.Dispose();
        metrics.Dispose();
    }

    private (SqliteConnection Connection, ReadAge Age) OpenReader()
    {
        var connection = new SqliteConnection(path);
        connection.Execute("pragma query_only = 1; pragma wal_autocheckpoint = 0; pragma cache_size = -4000");
        var age = new ReadAge();
        connection.InterruptWhen(() => age.IsOver);
        return (connection, age);
    }

    private static long FileSize(string file) => new FileInfo(file) is { Exists: true } info ? info.Length : 0;
}
