using System.IO.Pipelines;
using Atrium.Protocols.Http.Wire;

namespace Atrium.Protocols.Http.Tests.Wire;

public sealed class GatheredOutputTests : IDisposable
{
    private readonly SlowNetwork network = new();
    private readonly GatheredOutput output;

    public GatheredOutputTests() => output = new GatheredOutput(PipeWriter.Create(network), records: null, blocks: null);

    public void Dispose() => network.Dispose();

    [Fact]
    public async Task Frames_WhileOthersAreBeingSent_AreOneWrite()
    {
        var sending = output.RunAsync();
        await output.Writer.WriteAsync(new byte[] { 0 }, TestContext.Current.CancellationToken);
        await network.IsSending.Task;
        for (byte i = 1; i <= 9; i++)
            await output.Writer.WriteAsync(new[] { (byte)(10 + i) }, TestContext.Current.CancellationToken);
        network.GoOn.SetResult();
        await output.Writer.CompleteAsync();
        await sending;
        Assert.Equal([[0], [11, 12, 13, 14, 15, 16, 17, 18, 19]], network.Writes);
    }

    [Fact]
    public async Task Writer_OfAConnectionThatIsGone_LearnsIt()
    {
        var sending = output.RunAsync();
        await output.Writer.WriteAsync(new byte[] { 0 }, TestContext.Current.CancellationToken);
        network.GoOn.SetException(new IOException("The client has left."));
        await sending;
        Assert.True((await output.Writer.WriteAsync(new byte[] { 1 }, TestContext.Current.CancellationToken)).IsCompleted);
    }

    [Fact]
    public async Task Writer_FasterThanTheNetwork_Waits()
    {
        var sending = output.RunAsync();
        var writing = Task.CompletedTask;
        var written = 0;
        while (writing.IsCompleted && written < 1_000_000)
        {
            writing = output.Writer.WriteAsync(new byte[1000], TestContext.Current.CancellationToken).AsTask();
            written += 1000;
        }
        Assert.InRange(written, 64_000, 200_000);
        network.GoOn.SetResult();
        await writing;
        await output.Writer.CompleteAsync();
        await sending;
        Assert.Equal(written, network.Writes.Sum(write => write.Length));
    }

    /// <summary>Its first write takes until somebody says so.</summary>
    private sealed class SlowNetwork : Stream
    {
        internal TaskCompletionSource IsSending { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal TaskCompletionSource GoOn { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal List<byte[]> Writes { get; } = [];

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var bytes = buffer.ToArray();
            IsSending.TrySetResult();
            await GoOn.Task;
            Writes.Add(bytes);
        }

        public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
