using System.Buffers.Binary;

namespace Atrium.Conformance.Harness;

/// <summary>Repeatable choices and bytes from a seed (SplitMix64): a failed run can be made again.</summary>
internal sealed class Dice(ulong seed)
{
    private ulong state = seed;

    public ulong Next()
    {
        state += 0x9E3779B97F4A7C15;
        var z = state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>A whole number from 0 up to, not including, the bound.</summary>
    public int Next(int bound) => (int)(Next() % (ulong)bound);

    public int Between(int from, int to) => from + Next(to - from + 1);

    public T Pick<T>(IReadOnlyList<T> choices) => choices[Next(choices.Count)];

    public void Fill(Span<byte> bytes)
    {
        while (bytes.Length >= 8)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes, Next());
            bytes = bytes[8..];
        }
        for (var last = Next(); !bytes.IsEmpty; bytes = bytes[1..], last >>= 8)
            bytes[0] = (byte)last;
    }
}
