using System.Runtime.CompilerServices;

namespace Atrium.Protocols.Transport;

/// <summary>
/// The threads that tell of the sockets go on with what a connection has waited for (<c>UnsafePreferInlineScheduling</c>). All other
/// connections wait meanwhile, so on them there is only what comes from memory: everything else leaves them first.
/// </summary>
public static class TransportThread
{
    /// <summary>Goes on by a thread of the pool: at once, where it is one already.</summary>
    public static ConfiguredTaskAwaitable LeaveAsync()
        => Task.CompletedTask.ConfigureAwait(Thread.CurrentThread.IsThreadPoolThread ? ConfigureAwaitOptions.None : ConfigureAwaitOptions.ForceYielding);
}
