using Atrium.Protocols.Http.Wire;
using CsCheck;

namespace Atrium.Protocols.Http.Tests.Wire;

public class FrameCutTests
{
    private const byte Data = 0, ResetStream = 3;

    [Fact]
    public void Next_OfFramesInAnyPieces_CutsBeforeEachResetAndNowhereElse()
        => Gen.Select(Gen.Select(Gen.Bool, Gen.Int[0, 600]).Array[1, 12], Gen.Int[1, 700].Array[1, 30]).Sample((frames, pieces) =>
        {
            var bytes = new List<byte>();
            var types = new List<int>();
            foreach (var (isReset, length) in frames)
            {
                if (isReset)
                    types.Add(bytes.Count + 3);
                var payload = isReset ? 4 : length;
                bytes.AddRange([(byte)(payload >> 16), (byte)(payload >> 8), (byte)payload, isReset ? ResetStream : Data, 0, 0, 0, 0, 1]);
                // Looks like resets, and is none.
                bytes.AddRange(Enumerable.Repeat(ResetStream, payload));
            }
            var all = bytes.ToArray();
            var cut = new FrameCut();
            var ends = new HashSet<int>();
            var blocks = new HashSet<int>();
            for (var (at, i) = (0, 0); at < all.Length; i++)
            {
                var end = Math.Min(all.Length, at + pieces[i % pieces.Length]);
                blocks.Add(end);
                while (at < end)
                {
                    at += cut.Next(all.AsSpan(at..end));
                    ends.Add(at);
                }
            }
            // At each reset there is an end, and at no other place but where a piece ends.
            Assert.All(types, type => Assert.Contains(type, ends));
            Assert.All(ends, end => Assert.True(types.Contains(end) || blocks.Contains(end)));
        });
}
