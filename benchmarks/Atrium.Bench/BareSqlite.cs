using SQLitePCL;

namespace Atrium.Bench;

/// <summary>The least that SQLite can do for the same bytes: one table, one writer, group commit, nothing else.</summary>
internal sealed class BareSqlite : IDisposable
{
    private const int MaxBatch = 512;

    private readonly sqlite3 database;
    private readonly sqlite3_stmt insert, begin, commit;
    private readonly Queue<(byte[] Bytes, TaskCompletionSource Done)> waiting = new();
    private readonly Thread thread;
    private bool isClosing;

    internal BareSqlite(string path)
    {
        Batteries_V2.Init();
        Ok(raw.sqlite3_open(path, out database));
        Ok(raw.sqlite3_exec(database, "pragma page_size = 4096; pragma journal_mode = wal; pragma synchronous = full; create table t (id integer primary key, bytes blob)"));
        Ok(raw.sqlite3_prepare_v2(database, "insert into t (bytes) values (?)", out insert));
        Ok(raw.sqlite3_prepare_v2(database, "begin immediate", out begin));
        Ok(raw.sqlite3_prepare_v2(database, "commit", out commit));
        thread = new Thread(Loop);
        thread.Start();
    }

    internal ValueTask WriteAsync(byte[] bytes)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (waiting)
        {
            waiting.Enqueue((bytes, done));
            Monitor.Pulse(waiting);
        }
        return new ValueTask(done.Task);
    }

    private void Loop()
    {
        var batch = new List<(byte[] Bytes, TaskCompletionSource Done)>();
        while (true)
        {
            lock (waiting)
            {
                while (waiting.Count == 0)
                {
                    if (isClosing)
                        return;
                    Monitor.Wait(waiting);
                }
                while (batch.Count < MaxBatch && waiting.TryDequeue(out var next))
                    batch.Add(next);
            }
            Run(begin);
            foreach (var (bytes, _) in batch)
            {
                Ok(raw.sqlite3_bind_blob(insert, 1, bytes));
                Run(insert);
            }
            Run(commit);
            batch.ForEach(unit => unit.Done.SetResult());
            batch.Clear();
        }
    }

    private static void Run(sqlite3_stmt statement)
    {
        if (raw.sqlite3_step(statement) != raw.SQLITE_DONE)
            throw new InvalidOperationException("SQLite failed.");
        Ok(raw.sqlite3_reset(statement));
    }

    private static void Ok(int code)
    {
        if (code != raw.SQLITE_OK)
            throw new InvalidOperationException($"SQLite: {code}");
    }

    public void Dispose()
    {
        lock (waiting)
        {
            isClosing = true;
            Monitor.Pulse(waiting);
        }
        thread.Join();
        insert.Dispose();
        begin.Dispose();
        commit.Dispose();
        database.Dispose();
    }
}
