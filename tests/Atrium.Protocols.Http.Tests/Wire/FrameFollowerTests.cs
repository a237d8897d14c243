using System.Buffers;
using Atrium.Protocols.Http.Wire;
using CsCheck;

namespace Atrium.Protocols.Http.Tests.Wire;

public class FrameFollowerTests
{
    private static readonly Gen<(byte Type, byte Flags, int Length)> Frames = Gen.Select(Gen.Byte[0, 12], Gen.Byte[0, 7], Gen.Int[0, 40]);

    /// <summary>However the bytes are cut, the same frames are counted.</summary>
    [Fact]
    public void Follow_InAnyPieces_CountsTheSame()
        => Gen.Select(Frames.Array[0, 60], Gen.Int[1, 30].Array[1, 50]).Sample((frames, cuts) =>
        {
            byte[] bytes = [.. new byte[24], .. frames.SelectMany(Bytes)];
            var whole = new FrameFollower();
            whole.Follow(new ReadOnlySequence<byte>(bytes));
            Assert.Equal(frames.Count(BringsNothing), whole.Idle);

            var inPieces = new FrameFollower();
            for (var (at, i) = (0, 0); at < bytes.Length; i++)
            {
                var length = Math.Min(cuts[i % cuts.Length], bytes.Length - at);
                inPieces.Follow(new ReadOnlySequence<byte>(bytes, at, length));
                at += length;
            }
            Assert.Equal(whole.Idle, inPieces.Idle);
        });

    // As the RFC lists them, not as the follower does.
    private static bool BringsNothing((byte Type, byte Flags, int Length) frame) => frame switch
    {
        (0, var flags, 0) => flags % 2 == 0,
        (1 or 9, var flags, 0) => (flags & 4) == 0,
        (0 or 1 or 8 or 9, _, _) => false,
        (4 or 6, var flags, _) => flags % 2 == 0,
        _ => true,
    };

    private static byte[] Bytes((byte Type, byte Flags, int Length) frame)
        => [0, 0, (byte)frame.Length, frame.Type, frame.Flags, 0, 0, 0, 1, .. new byte[frame.Length]];
}
