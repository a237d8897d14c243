using Microsoft.Extensions.Logging;

namespace Atrium.Serving;

/// <summary>What the program itself has to say.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Atrium {Version} serves {Folder}")]
    internal static partial void Serving(ILogger log, string version, string folder);

    [LoggerMessage(2, LogLevel.Information, "Stopping: open requests have {Seconds} s to end")]
    internal static partial void Stopping(ILogger log, double seconds);

    [LoggerMessage(3, LogLevel.Information, "Stopped")]
    internal static partial void Stopped(ILogger log);

    [LoggerMessage(4, LogLevel.Critical, "The disk failed. Nothing is acknowledged any more; the server stops, and the next start recovers what is on disk")]
    internal static partial void StorageFailed(ILogger log, Exception cause);

    [LoggerMessage(5, LogLevel.Information, "Maintenance: {Rows} rows of history, {Blobs} blobs and {Orphans} leftover files removed")]
    internal static partial void Maintained(ILogger log, long rows, long blobs, long orphans);

    [LoggerMessage(6, LogLevel.Error, "Maintenance failed, and is tried again at its next round")]
    internal static partial void MaintenanceFailed(ILogger log, Exception cause);
}
