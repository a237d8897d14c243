using System.IO.Pipelines;
using Atrium.Protocols.Connections;
using CsCheck;

namespace Atrium.Protocols.Tests.Connections;

public class CountedPipeTests
{
    [Fact]
    public async Task Received_OfAnyPieces_IsWhatWasTaken()
        => await Gen.Select(Gen.Int[1, 9000].Array[1, 12], Gen.Int[0, 20_000].Array[1, 12]).SampleAsync(async (pieces, takes) =>
        {
            var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 0));
            var input = new CountedInput(pipe.Reader);
            foreach (var piece in pieces)
                await pipe.Writer.WriteAsync(new byte[piece]);
            await pipe.Writer.CompleteAsync();
            var taken = 0L;
            foreach (var take in takes)
            {
                var read = await input.ReadAsync();
                var now = Math.Min(take, read.Buffer.Length);
                taken += now;
                input.AdvanceTo(read.Buffer.GetPosition(now), read.Buffer.End);
                Assert.Equal(taken, input.Received);
            }
        });

    [Fact]
    public async Task Sent_OfEitherWay_IsWhatWasWritten()
    {
        var output = new CountedOutput(PipeWriter.Create(Stream.Null));
        output.GetMemory(100);
        output.Advance(70);
        await output.WriteAsync(new byte[30], TestContext.Current.CancellationToken);
        Assert.Equal(100, output.Sent);
    }
}
