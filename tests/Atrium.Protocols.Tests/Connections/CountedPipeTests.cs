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
    public async Task Received_OfReadsThatWaited_IsWhatWasTaken()
    {
        var pipe = new Pipe();
        var input = new CountedInput(pipe.Reader);
        for (var length = 1; length <= 100; length++)
        {
            // Awaited as it is, and as a task: both are ways of a reader.
            var waiting = length % 2 == 0 ? new ValueTask<ReadResult>(input.ReadAsync().AsTask()) : input.ReadAsync();
            var reading = ReadAsync(waiting);
            Assert.False(reading.IsCompleted);
            await pipe.Writer.WriteAsync(new byte[length]);
            Assert.Equal(length, await reading);
        }
        Assert.Equal(5050, input.Received);

        async Task<long> ReadAsync(ValueTask<ReadResult> waiting)
        {
            var read = await waiting;
            var length = read.Buffer.Length;
            input.AdvanceTo(read.Buffer.End);
            return length;
        }
    }

    [Fact]
    public async Task Read_ThatIsCancelledOrFails_EndsAsThatOfThePipe()
    {
        var pipe = new Pipe();
        var input = new CountedInput(pipe.Reader);
        var read = input.ReadAsync();
        input.CancelPendingRead();
        var cancelled = await read;
        Assert.True(cancelled.IsCanceled);
        input.AdvanceTo(cancelled.Buffer.End);

        using (var patience = new CancellationTokenSource())
        {
            read = input.ReadAsync(patience.Token);
            await patience.CancelAsync();
            await Assert.ThrowsAsync<OperationCanceledException>(async () => await read);
        }

        read = input.ReadAsync();
        await pipe.Writer.CompleteAsync(new IOException("gone"));
        await Assert.ThrowsAsync<IOException>(async () => await read);
        Assert.Equal(0, input.Received);
    }

    [Fact]
    public async Task Read_ThatIsTakenTwice_SaysSo()
    {
        var pipe = new Pipe();
        var input = new CountedInput(pipe.Reader);
        var read = input.ReadAsync();
        await pipe.Writer.WriteAsync(new byte[1]);
        _ = await read;
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await read);
    }

    [Fact]
    public async Task Read_ThatWaits_KeepsWhatFlowsWithItsCaller()
    {
        var flowing = new AsyncLocal<string>();
        var pipe = new Pipe();
        var input = new CountedInput(pipe.Reader);
        flowing.Value = "reader";
        var reading = ReadAsync();
        flowing.Value = "writer";
        await pipe.Writer.WriteAsync(new byte[1]);
        Assert.Equal("reader", await reading);

        async Task<string?> ReadAsync()
        {
            await input.ReadAsync();
            return flowing.Value;
        }
    }

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
