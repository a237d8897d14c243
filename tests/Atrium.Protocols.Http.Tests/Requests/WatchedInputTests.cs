using System.Buffers;
using System.IO.Pipelines;
using Atrium.Protocols.Http.Requests;
using CsCheck;

namespace Atrium.Protocols.Http.Tests.Requests;

public class WatchedInputTests
{
    [Fact]
    public Task Read_AnyBodiesInAnyPieces_PassAsTheyAre() => Gen.Select(ChunkedBody.Any.Array[1, 3], Gen.Int[1, 30], Gen.Int[1, 30]).SampleAsync(async (bodies, written, read) =>
    {
        var pipe = new Pipe(new PipeOptions(minimumSegmentSize: 1, pauseWriterThreshold: 0, useSynchronizationContext: false));
        var input = new WatchedInput(pipe.Reader);
        byte[] wire = [.. bodies.SelectMany(body => "head"u8.ToArray().Concat(body.Wire))];
        foreach (var piece in wire.Chunk(written))
            await pipe.Writer.WriteAsync(piece, TestContext.Current.CancellationToken);
        await pipe.Writer.CompleteAsync();

        var passed = new List<byte>();
        foreach (var body in bodies)
        {
            passed.AddRange(await TakeAsync(input, 4, read));
            input.BeginChunked();
            passed.AddRange(await TakeAsync(input, body.Wire.Length, read));
        }

        Assert.Equal(wire, passed);
    }, iter: 500);

    [Fact]
    public async Task Read_BrokenBody_ThrowsAndGoesOnThrowing()
    {
        var pipe = new Pipe();
        var input = new WatchedInput(pipe.Reader);
        input.BeginChunked();
        await pipe.Writer.WriteAsync("5\r\nhello\r\n5;a\nhello\r\n0\r\n\r\n"u8.ToArray(), TestContext.Current.CancellationToken);

        await Assert.ThrowsAsync<ChunkedFramingException>(() => input.ReadAsync(TestContext.Current.CancellationToken).AsTask());
        await pipe.Writer.WriteAsync("more"u8.ToArray(), TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<ChunkedFramingException>(() => input.ReadAsync(TestContext.Current.CancellationToken).AsTask());
        await pipe.Writer.WriteAsync("more"u8.ToArray(), TestContext.Current.CancellationToken);
        Assert.Throws<ChunkedFramingException>(() => input.TryRead(out _));
    }

    [Fact]
    public async Task Read_NoChunkedBody_IsNotLookedAt()
    {
        var pipe = new Pipe();
        var input = new WatchedInput(pipe.Reader);
        await pipe.Writer.WriteAsync("not; chunked\n"u8.ToArray(), TestContext.Current.CancellationToken);

        Assert.Equal(13, (await input.ReadAsync(TestContext.Current.CancellationToken)).Buffer.Length);
    }

    /// <summary>Takes so many bytes as Kestrel does: a piece at a time, the rest examined and left.</summary>
    private static async Task<byte[]> TakeAsync(WatchedInput input, int length, int piece)
    {
        var taken = new List<byte>();
        while (taken.Count < length)
        {
            var result = await input.ReadAsync(TestContext.Current.CancellationToken);
            var some = result.Buffer.Slice(0, Math.Min(Math.Min(piece, length - taken.Count), result.Buffer.Length));
            taken.AddRange(some.ToArray());
            input.AdvanceTo(some.End, some.End);
        }
        return [.. taken];
    }
}
