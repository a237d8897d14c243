namespace Atrium.Storage.Sqlite;

/// <summary>SQLite's own words for what went wrong.</summary>
internal sealed class SqliteFailure(int code, string message) : Exception($"SQLite: {message} (code {code})")
{
    private const int Interrupted = 9, Full = 13, IoError = 10, NotADatabase = 26, CannotOpen = 14;

    // The index of the log grows in a file beside it; on a full disk that is the first to fail.
    private const int SharedMemorySize = IoError | (19 << 8);

    /// <summary>The extended result code.</summary>
    internal int Code { get; } = code;

    private int Primary => Code & 0xFF;

    /// <summary>It took longer than it may.</summary>
    internal bool IsInterrupted => Primary == Interrupted;

    /// <summary>No room for the log: the transaction is taken back, reading goes on.</summary>
    internal bool IsDiskFull => Primary == Full || Code == SharedMemorySize;

    /// <summary>
    /// The disk did not do what it was told to: no more acknowledgements. A damaged page is another matter: what does not
    /// need it goes on.
    /// </summary>
    internal bool IsFatal => !IsDiskFull && Primary is IoError or NotADatabase or CannotOpen;
}
