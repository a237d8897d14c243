using System.Runtime.InteropServices;

namespace Atrium.Unix;

/// <summary>What the kernel knows of its clock (adjtimex(2)).</summary>
internal static partial class ClockFacts
{
    /// <summary>The clock is not synchronised (linux/timex.h).</summary>
    private const int TIME_ERROR = 5;

    /// <summary>Larger than the structure on every architecture; modes 0 changes nothing.</summary>
    private const int BufferSize = 512;

    /// <summary>Whether a time service keeps the clock right; null where it cannot be asked.</summary>
    internal static bool? IsSynchronised
    {
        get
        {
            Span<byte> buffer = stackalloc byte[BufferSize];
            buffer.Clear();
            return AdjustTime(ref MemoryMarshal.GetReference(buffer)) switch
            {
                < 0 => null,
                TIME_ERROR => false,
                _ => true,
            };
        }
    }

    [LibraryImport("libc", EntryPoint = "adjtimex", SetLastError = true)]
    private static partial int AdjustTime(ref byte buffer);
}
