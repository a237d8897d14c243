namespace Atrium.Core.Repository.Locks;

/// <summary>Whether others may hold a lock beside it (RFC 4918, 6.2). The numbers are stored.</summary>
public enum LockScope
{
    /// <summary>Nobody else.</summary>
    Exclusive = 0,

    /// <summary>Others too, as long as theirs are shared as well; each of them may write.</summary>
    Shared = 1,
}

/// <summary>How far a lock of a folder reaches (RFC 4918, 9.10.3). The numbers are stored.</summary>
public enum LockDepth
{
    /// <summary>The folder itself and which names are in it, but not what stands under them.</summary>
    Zero = 0,

    /// <summary>All that is below, and all that comes there while the lock stands.</summary>
    Infinity = 1,
}
