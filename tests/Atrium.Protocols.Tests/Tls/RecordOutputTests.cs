using System.IO.Pipelines;
using Atrium.Protocols.Tls;

namespace Atrium.Protocols.Tests.Tls;

public class RecordOutputTests
{
    private readonly Pipe network = new(new PipeOptions(pauseWriterThreshold: 0));
    private readonly RecordOutput output;

    public RecordOutputTests() => output = new RecordOutput(network.Writer);

    [Fact]
    public async Task Write_InTheHandshake_IsSentAtOnce()
    {
        await output.WriteAsync(new byte[10], TestContext.Current.CancellationToken);
        Assert.Equal(10, Sent());
    }

    [Fact]
    public async Task Write_OfRecords_IsSentWhenTheLastIsThere()
    {
        output.HoldsRecords = true;
        for (byte i = 1; i <= 3; i++)
            await output.WriteAsync(new[] { i }, TestContext.Current.CancellationToken);
        Assert.Equal(0, Sent());
        await output.FlushAsync(TestContext.Current.CancellationToken);
        Assert.True(network.Reader.TryRead(out var read));
        Assert.Equal([1, 2, 3], System.Buffers.BuffersExtensions.ToArray(read.Buffer));
    }

    [Fact]
    public async Task Write_OfMoreThanTheNetworkTakes_WaitsForNothing()
    {
        output.HoldsRecords = true;
        output.IsMoreComing = true;
        for (var i = 0; i < 9; i++)
        {
            await output.WriteAsync(new byte[16_000], TestContext.Current.CancellationToken);
            await output.FlushAsync(TestContext.Current.CancellationToken);
        }
        Assert.Equal(5 * 16_000, Sent());
    }

    [Fact]
    public async Task Flush_WhileMoreIsComing_IsThatOfTheLast()
    {
        output.HoldsRecords = true;
        output.IsMoreComing = true;
        await output.WriteAsync(new byte[10], TestContext.Current.CancellationToken);
        await output.FlushAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, Sent());
        output.IsMoreComing = false;
        await output.WriteAsync(new byte[10], TestContext.Current.CancellationToken);
        await output.FlushAsync(TestContext.Current.CancellationToken);
        Assert.Equal(20, Sent());
    }

    [Fact]
    public async Task Complete_WithRecordsThatWait_SendsThem()
    {
        output.HoldsRecords = true;
        await output.WriteAsync(new byte[10], TestContext.Current.CancellationToken);
        await output.CompleteAsync();
        Assert.Equal(10, Sent());
    }

    private long Sent()
    {
        if (!network.Reader.TryRead(out var read))
            return 0;
        var length = read.Buffer.Length;
        network.Reader.AdvanceTo(read.Buffer.Start);
        return length;
    }
}
