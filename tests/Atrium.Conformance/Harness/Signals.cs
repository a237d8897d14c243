using System.Runtime.InteropServices;

namespace Atrium.Conformance.Harness;

/// <summary>kill(2), to one process by its id.</summary>
internal static partial class Signals
{
    public const int Interrupt = 2, Terminate = 15;

    public static void Send(int processId, int signal)
    {
        if (KillCall(processId, signal) != 0)
            throw new InvalidOperationException($"kill({processId}, {signal}): errno {Marshal.GetLastPInvokeError()}");
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int KillCall(int processId, int signal);
}
