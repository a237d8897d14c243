using System.Runtime.CompilerServices;
using SQLitePCL;

namespace Atrium.Storage.Sqlite;

/// <summary>
/// One connection, used by one thread at a time. SQLite's own interface instead of ADO.NET: a unit of work runs a dozen
/// statements of a few microseconds each, and ADO.NET costs as much again for each (docs/adr/0002-sqlite-without-ado-net.md).
/// </summary>
internal sealed class SqliteConnection : IDisposable
{
    /// <summary>Older ones can lose data when the log is reset (SQLite 3.7.0 to 3.51.2).</summary>
    private const int OldestVersion = 3_051_003;

    // Another connection of this process checkpoints or recovers: it is done within a moment.
    private const int BusyMilliseconds = 10_000;

    // The modes of sqlite3_wal_checkpoint_v2.
    private const int Passive = 0, Restart = 2;

    private readonly sqlite3 database;
    private readonly Dictionary<string, SqliteStatement> statements = new(ReferenceComparer.Instance);

    internal SqliteConnection(string path)
    {
        Batteries_V2.Init();
        if (raw.sqlite3_libversion_number() < OldestVersion)
            throw new SqliteFailure(raw.SQLITE_ERROR, $"version {raw.sqlite3_libversion().utf8_to_string()} is older than 3.51.3, which can lose data");
        var code = raw.sqlite3_open_v2(path, out database, raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE | raw.SQLITE_OPEN_NOMUTEX, null);
        if (code != raw.SQLITE_OK)
        {
            var message = raw.sqlite3_errmsg(database).utf8_to_string();
            database.Dispose();
            throw new SqliteFailure(code, message);
        }
        _ = raw.sqlite3_extended_result_codes(database, 1); // cannot fail on an open connection
        _ = raw.sqlite3_busy_timeout(database, BusyMilliseconds);
    }

    /// <summary>Of the library that is linked.</summary>
    internal static string Version => raw.sqlite3_libversion().utf8_to_string();

    /// <summary>False after SQLite itself has taken a transaction back.</summary>
    internal bool IsInTransaction => raw.sqlite3_get_autocommit(database) == 0;

    /// <summary>Pages written to the log since this connection was opened; goes back to 0 after 2^31.</summary>
    internal int PagesWritten
    {
        get
        {
            const int CacheWrite = 9; // SQLITE_DBSTATUS_CACHE_WRITE
            return raw.sqlite3_db_status(database, CacheWrite, out var pages, out _, 0) == raw.SQLITE_OK ? pages : 0;
        }
    }

    /// <summary>
    /// Ends statements that run when they must not any more, with <see cref="SqliteFailure.IsInterrupted"/>. Asked every few
    /// thousand steps of a statement, which is every millisecond or so.
    /// </summary>
    internal void InterruptWhen(Func<bool> isOver)
    {
        const int Steps = 20_000;
        raw.sqlite3_progress_handler(database, Steps, _ => isOver() ? 1 : 0, null);
    }

    /// <summary>Runs statements that take no parameters.</summary>
    internal void Execute(string sql)
    {
        if (raw.sqlite3_exec(database, sql) != raw.SQLITE_OK)
            throw new SqliteFailure(raw.sqlite3_extended_errcode(database), raw.sqlite3_errmsg(database).utf8_to_string());
    }

    /// <summary>The prepared statement of a text; the text must be a constant, since it is known by its reference.</summary>
    internal SqliteStatement Use(string sql)
    {
        if (!statements.TryGetValue(sql, out var statement))
        {
            if (raw.sqlite3_prepare_v3(database, sql, raw.SQLITE_PREPARE_PERSISTENT, out var prepared) != raw.SQLITE_OK)
                throw new SqliteFailure(raw.sqlite3_extended_errcode(database), $"{raw.sqlite3_errmsg(database).utf8_to_string()} in: {sql}");
            statements[sql] = statement = new SqliteStatement(database, prepared);
        }
        return statement;
    }

    /// <summary>One row with one number; null when there is none.</summary>
    internal long? Scalar(string sql)
    {
        var statement = Use(sql);
        try
        {
            return statement.Step() ? statement.NullableLong(0) : null;
        }
        finally
        {
            statement.Reset();
        }
    }

    /// <summary>
    /// Copies the log into the database as far as readers allow. SQLite's automatic one hides the error of a failed fsync
    /// and would throw the log away after the next try, so it is off and this one is looked at.
    /// </summary>
    internal void CopyLog() => Checkpoint(Passive);

    /// <summary>
    /// Copies the rest of the log, and waits a moment for those who still read in it: where questions overlap all the while, the
    /// log would otherwise never be free to begin anew.
    /// </summary>
    /// <returns>True when the next write begins the log anew.</returns>
    internal bool RestartLog(TimeSpan patience)
    {
        _ = raw.sqlite3_busy_timeout(database, (int)patience.TotalMilliseconds);
        try
        {
            return Checkpoint(Restart);
        }
        finally
        {
            _ = raw.sqlite3_busy_timeout(database, BusyMilliseconds);
        }
    }

    private bool Checkpoint(int mode)
    {
        var code = raw.sqlite3_wal_checkpoint_v2(database, null, mode, out _, out _);
        return code switch
        {
            raw.SQLITE_OK => true,
            raw.SQLITE_BUSY => false,
            _ => throw new SqliteFailure(raw.sqlite3_extended_errcode(database), raw.sqlite3_errmsg(database).utf8_to_string()),
        };
    }

    public void Dispose()
    {
        foreach (var statement in statements.Values)
            statement.Dispose();
        database.Dispose();
    }

    /// <summary>Statements are constants: comparing their texts would cost more than running some of them.</summary>
    private sealed class ReferenceComparer : IEqualityComparer<string>
    {
        internal static readonly ReferenceComparer Instance = new();

        public bool Equals(string? x, string? y) => ReferenceEquals(x, y);

        public int GetHashCode(string obj) => RuntimeHelpers.GetHashCode(obj);
    }
}
