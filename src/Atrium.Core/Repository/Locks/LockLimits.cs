namespace Atrium.Core.Repository.Locks;

/// <summary>What bounds locks.</summary>
public static class LockLimits
{
    /// <summary>Locks that an account holds at a time: clients lock what is open, and a process has about a thousand files open at most.</summary>
    public const int MaxOfAccount = 1000;

    /// <summary>Bytes of what a client says about its user: a name and an address. It is shown with every entry that the lock reaches.</summary>
    public const int MaxOwnerBytes = 4096;

    /// <summary>The shortest time: a client that asks for less would have lost its lock before it can use it.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromSeconds(5);

    /// <summary>What visitors without an account get at most: nobody can be asked to take such a lock away.</summary>
    public static readonly TimeSpan LongestOfVisitors = TimeSpan.FromMinutes(10);
}
