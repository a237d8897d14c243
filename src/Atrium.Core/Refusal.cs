namespace Atrium.Core;

/// <summary>
/// Why an operation was not done. Each protocol has one mapping from this to its reply codes; a law test proves that
/// every member is mapped in every protocol.
/// </summary>
public enum Refusal
{
    /// <summary>It is not there, or the caller may not know that it is.</summary>
    NotFound,

    /// <summary>The caller may see it, and may not do this with it.</summary>
    Denied,

    /// <summary>Something of that name is there already.</summary>
    Exists,

    /// <summary>A folder that must be empty is not.</summary>
    NotEmpty,

    /// <summary>Somebody holds a lock on it.</summary>
    Locked,

    /// <summary>The state is not the one that the caller expected, or does not allow the operation.</summary>
    Conflict,

    /// <summary>The request itself is wrong, whatever the state.</summary>
    Invalid,

    /// <summary>Larger than a limit that is not a quota.</summary>
    TooLarge,

    /// <summary>The space's quota would be exceeded.</summary>
    QuotaExceeded,

    /// <summary>The server's disk is full.</summary>
    DiskFull,

    /// <summary>It was there once; its history has been purged, or the cursor belongs to a store before a restore.</summary>
    Gone,

    /// <summary>No sign-in, or one that failed.</summary>
    SignInRequired,

    /// <summary>The caller may do this when he has given his password again.</summary>
    ConfirmationRequired,

    /// <summary>Requests come faster than a limit allows: try again when the refusal says so.</summary>
    TooManyRequests,

    /// <summary>Too much at once: try again soon.</summary>
    Busy,

    /// <summary>Too many attempts have failed, of this caller or in his name: try again when the refusal says so.</summary>
    TooManyAttempts,

    /// <summary>The store cannot serve at present; nothing was changed.</summary>
    Unavailable,
}
