using System.Security.Cryptography;
using System.Text;

namespace Atrium.Protocols.Http.Sites.Backends;

/// <summary>An application behind a site, and what is known of its health: from what it says when it is asked, and from whether it takes connections.</summary>
internal sealed class Backend(Uri address, TimeProvider time)
{
    /// <summary>How long one that took no connection gets no more requests, as nginx has it; then the next request tries again.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(10);

    private readonly Lock change = new();
    private int underWay, sameInARow;
    private bool lastWasGood = true, isSick;
    private DateTimeOffset restsUntil, since = time.GetUtcNow();
    private string reason = "";

    internal Uri Address => address;

    /// <summary>With a slash at the end of neither path nor name.</summary>
    internal string Prefix { get; } = address.AbsoluteUri.TrimEnd('/');

    /// <summary>What a cookie calls it: nothing that says where it is.</summary>
    internal string Tag { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(address.AbsoluteUri)))[..16];

    /// <summary>Requests that it has not answered yet.</summary>
    internal int UnderWay => Volatile.Read(ref underWay);

    internal BackendState State
    {
        get
        {
            lock (change)
                return new BackendState(Prefix, !IsDown_NeedsLock, since, IsDown_NeedsLock ? reason : "", UnderWay);
        }
    }

    internal bool IsUp
    {
        get
        {
            lock (change)
                return !IsDown_NeedsLock;
        }
    }

    private bool IsDown_NeedsLock => isSick || restsUntil > time.GetUtcNow();

    internal void Begin() => Interlocked.Increment(ref underWay);

    internal void End() => Interlocked.Decrement(ref underWay);

    /// <summary>It took no connection.</summary>
    internal void NoteUnreachable(string why)
    {
        lock (change)
        {
            if (!IsDown_NeedsLock)
                since = time.GetUtcNow();
            restsUntil = time.GetUtcNow() + Rest;
            reason = why;
        }
    }

    /// <summary>It answered a request, whatever: it is there.</summary>
    internal void NoteReached()
    {
        // Looked at without the lock: almost always there is nothing to change.
        if (restsUntil == default)
            return;
        lock (change)
            restsUntil = default;
    }

    /// <summary>It was asked for its health; so many answers of one kind in a row are believed. True when that changed something.</summary>
    internal bool NoteProbe(string? wrong, int threshold)
    {
        lock (change)
        {
            var isGood = wrong is null;
            sameInARow = isGood == lastWasGood ? sameInARow + 1 : 1;
            lastWasGood = isGood;
            if (isGood != isSick || sameInARow < threshold)
                return false;
            (isSick, since, reason) = (!isGood, time.GetUtcNow(), wrong ?? "");
            if (isGood)
                restsUntil = default;
            return true;
        }
    }
}

/// <summary>An application as those see it who look after the site.</summary>
/// <param name="Address">Where it is.</param>
/// <param name="IsUp">Whether it gets requests.</param>
/// <param name="Since">When that began.</param>
/// <param name="Reason">Why it gets none.</param>
/// <param name="UnderWay">Requests that it has not answered yet.</param>
internal sealed record BackendState(string Address, bool IsUp, DateTimeOffset Since, string Reason, int UnderWay);
