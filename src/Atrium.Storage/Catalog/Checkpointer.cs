using Atrium.Core.Durability;
using Atrium.Storage.Sqlite;

namespace Atrium.Storage.Catalog;

/// <summary>
/// Copies the log into the database when it has grown long: most of it beside the writer, on a connection and a thread of its
/// own, and what was written meanwhile on the writer's, so that the log can begin anew. SQLite's automatic checkpoint hides the
/// error of a failed fsync, so it is off and this one is looked at.
/// </summary>
internal sealed class Checkpointer(SqliteConnection writing, SqliteConnection copying, FailStop failStop) : IDisposable
{
    /// <summary>
    /// Pages of log after which it is copied: 64 MiB. Pages that many units change are then copied once for all of them, and a
    /// start after a crash still reads the log in a fraction of a second.
    /// </summary>
    private const int Pages = 16384;

    private Task? running;
    private int pagesBefore = writing.PagesWritten;

    /// <summary>Called by the writer between two transactions.</summary>
    internal void AfterCommit()
    {
        if (running is { IsCompleted: false } || writing.PagesWritten - pagesBefore < Pages)
            return;
        if (running is null)
        {
            running = Task.Run(() => Copy(copying));
            return;
        }
        running = null;
        Copy(writing);
        // Also where a reader has held the end of the log back: the next time it is copied with the rest.
        pagesBefore = writing.PagesWritten;
    }

    private void Copy(SqliteConnection connection)
    {
        try
        {
            connection.Checkpoint();
        }
        catch (SqliteFailure failure) when (failure.IsDiskFull)
        {
            // The log stays the truth, and is copied when there is room again.
        }
        catch (SqliteFailure failure)
        {
            failStop.Trip(failure);
        }
    }

    public void Dispose()
    {
        running?.Wait();
        copying.Dispose();
    }
}
