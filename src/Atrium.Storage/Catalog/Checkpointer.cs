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

    /// <summary>
    /// How long the writer waits for readers, once for each time the log is copied: longer than a page of anything takes, shorter
    /// than anybody minds. A check of the whole file takes longer, and the log grows until it is done.
    /// </summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(200);

    private Task? running;
    private int pagesBefore = writing.PagesWritten;

    /// <summary>Called by the writer between two transactions.</summary>
    internal void AfterCommit()
    {
        // The mask: what is counted in 31 bits begins again after 8 TiB.
        if (running is { IsCompleted: false } || ((writing.PagesWritten - pagesBefore) & int.MaxValue) < Pages)
            return;
        if (running is null)
        {
            running = Task.Run(() => Guard(copying.CopyLog));
            return;
        }
        running = null;
        Guard(() => writing.RestartLog(Patience));
        // Also where a reader has held the end of the log back: the next time it is copied with the rest.
        pagesBefore = writing.PagesWritten;
    }

    private void Guard(Action copy)
    {
        try
        {
            copy();
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
