using Microsoft.Extensions.Logging;

namespace Atrium.Serving;

/// <summary>What the program itself logs. Ids are fixed: 1000 to 1099.</summary>
internal static partial class ServerLog
{
    [LoggerMessage(1000, LogLevel.Information, "Atrium {Version} serves {Folder} (process {ProcessId})")]
    internal static partial void Serving(ILogger logger, string version, string folder, int processId);

    [LoggerMessage(1001, LogLevel.Information, "Stopping: open requests have {Drain} to end (the key drain); a second signal stops at once")]
    internal static partial void Draining(ILogger logger, string drain);

    [LoggerMessage(1002, LogLevel.Information, "Stopped")]
    internal static partial void Stopped(ILogger logger);

    [LoggerMessage(1003, LogLevel.Critical, "Storage can no longer be trusted: nothing more is acknowledged, the server ends. Check the disk, then start again: it recovers from what is really on disk")]
    internal static partial void FailStop(ILogger logger, Exception cause);

    [LoggerMessage(1004, LogLevel.Warning, "The environment variable {Variable} is not a setting of Atrium; it is not used")]
    internal static partial void UnknownVariable(ILogger logger, string variable);

    [LoggerMessage(1010, LogLevel.Information, "Maintenance: {Rows} rows of history, {Blobs} blobs and {Orphans} files without an owner are gone")]
    internal static partial void Maintained(ILogger logger, long rows, long blobs, long orphans);

    [LoggerMessage(1020, LogLevel.Warning, "atrium doctor, {Check}: {Subject}: {Detail} What to do: {Advice}")]
    internal static partial void Finding(ILogger logger, string check, string subject, string detail, string advice);

    [LoggerMessage(1021, LogLevel.Error, "The daily look at the server failed; atrium doctor looks again")]
    internal static partial void ExaminationFailed(ILogger logger, Exception cause);

    [LoggerMessage(1011, LogLevel.Error, "Maintenance failed; it is tried again")]
    internal static partial void MaintenanceFailed(ILogger logger, Exception cause);
}
