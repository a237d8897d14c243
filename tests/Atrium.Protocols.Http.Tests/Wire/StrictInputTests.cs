using System.IO.Pipelines;
using System.Text;
using Atrium.Protocols.Http.Wire;
using Atrium.Protocols.Timing;
using CsCheck;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Time.Testing;

namespace Atrium.Protocols.Http.Tests.Wire;

public class StrictInputTests
{
    private static readonly Gen<byte[]> Requests = Gen.OneOf(
        Gen.OneOf("", "\r\n").Select(before => Encoding.ASCII.GetBytes($"{before}GET /a?b HTTP/1.1\r\nHost: a\r\nX: y\r\n\r\n")),
        Gen.Byte.Array[0, 50].Select(content => (byte[])[.. Encoding.ASCII.GetBytes($"PUT /a HTTP/1.1\r\nHost: a\r\nContent-Length: {content.Length}\r\n\r\n"), .. content]),
        ChunkedBody.Any.Select(body => (byte[])[.. "PUT /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\nHost: a\r\n\r\n"u8, .. body.Wire]));

    /// <summary>What is handed on is one request, then the next: all of it, nothing else, and never two at once.</summary>
    [Fact]
    public Task Read_AnyRequestsInAnyPieces_AreHandedOnOneByOne() => Gen.Select(Requests.Array[1, 5], Gen.Int[1, 40], Gen.Int[1, 40]).SampleAsync(
        async (requests, written, read) =>
        {
            await using var link = new Link();
            var writing = link.WriteAsync([.. requests.SelectMany(request => request)], written);

            foreach (var request in requests)
            {
                var expected = request[0] == '\r' ? request[2..] : request;
                Assert.Equal(Encoding.Latin1.GetString(expected), Encoding.Latin1.GetString(await link.TakeAsync(expected.Length, read)));
            }

            await writing;
            await link.EndAsync();
            Assert.True((await link.Input.ReadAsync(TestContext.Current.CancellationToken)).IsCompleted);
            Assert.Equal("", await link.AnswerAsync());
            Assert.Empty(link.Faults);
        },
        iter: 300);

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(10_000)]
    public async Task Read_MalformedHeadBehindASoundRequest_IsRefusedAndTheRestIsNotHandedOn(int piece)
    {
        await using var link = new Link();
        byte[] sound = [.. "PUT /a HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc"u8];
        var writing = link.WriteAsync([.. sound, .. "GET /b HTTP/1.1\r\nHost: a\r\nX : y\r\n\r\nGET /c HTTP/1.1\r\nHost: a\r\n\r\n"u8], piece);

        Assert.Equal(sound, await link.TakeAsync(sound.Length, 9));
        var end = await link.Input.ReadAsync(TestContext.Current.CancellationToken);

        Assert.True(end is { IsCompleted: true, Buffer.IsEmpty: true });
        Assert.StartsWith("HTTP/1.1 400 Bad Request\r\n", await link.AnswerAsync(), StringComparison.Ordinal);
        Assert.Equal(400, Assert.Single(link.Faults).Status);
        await writing;
        await link.EndAsync();
    }

    /// <summary>The answer that is ready waits until Kestrel, which has been given the request before it, asks for another.</summary>
    [Fact]
    public async Task Read_ReadyAnswers_AreWrittenInTheirTurnAndTogether()
    {
        await using var link = new Link(block: 4096) { Hot = new Ready() };
        byte[] own = [.. "GET /own HTTP/1.1\r\nHost: a\r\n\r\n"u8];
        byte[] ready = [.. "GET /ready HTTP/1.1\r\nHost: a\r\n\r\n"u8];
        await link.WriteAsync([.. ready, .. ready, .. own, .. ready, .. own], 10_000);

        Assert.Equal(own, await link.TakeAsync(own.Length, own.Length));
        Assert.Equal(string.Concat(Enumerable.Repeat(Ready.Answer, 2)), await link.SentAsync());
        await link.WriteAnswerAsync("from Kestrel");
        Assert.Equal(own, await link.TakeAsync(own.Length, own.Length));
        Assert.Equal("from Kestrel" + Ready.Answer, await link.SentAsync());
    }

    [Fact]
    public async Task Read_ReaderOfReadyAnswersHasStopped_ConnectionIsAborted()
    {
        await using var link = new Link(block: 4096) { Hot = new Ready(new byte[200_000]) };
        await link.WriteAsync([.. "GET /ready HTTP/1.1\r\nHost: a\r\n\r\n"u8], 100);
        _ = link.Input.ReadAsync(TestContext.Current.CancellationToken).AsTask();
        link.Clock.Advance(HttpLimits.StallTime - TimeSpan.FromSeconds(1));
        Assert.False(link.IsAborted);

        link.Clock.Advance(TimeSpan.FromSeconds(2));

        await link.WaitForAbortAsync();
    }

    /// <summary>Has one answer ready.</summary>
    private sealed class Ready(params byte[] body) : IHotAnswers
    {
        internal const string Answer = "HTTP/1.1 200 OK\r\nDate: now\r\n\r\n";

        public HotAnswer? Find(ConnectionContext connection, HttpDoor door, HeadReader head, ReadOnlySpan<byte> bytes)
            => bytes[head.Target].SequenceEqual("/ready"u8) ? new HotAnswer(200, "HTTP/1.1 200 OK\r\n"u8.ToArray(), default, body) : null;

        public void Note(HttpDoor door, int status, long began)
        {
            // Nobody counts here.
        }
    }

    [Fact]
    public async Task Read_MalformedChunkOfARequestThatWasHandedOn_ThrowsAndGoesOnThrowing()
    {
        await using var link = new Link();
        byte[] sound = [.. "PUT /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"u8];
        await link.WriteAsync(sound, sound.Length);
        Assert.Equal(sound, await link.TakeAsync(sound.Length, 100));
        await link.WriteAsync([.. "5;a\nhello\r\n0\r\n\r\n"u8], 100);

        await Assert.ThrowsAsync<ChunkedFramingException>(() => link.Input.ReadAsync(TestContext.Current.CancellationToken).AsTask());
        await Assert.ThrowsAsync<ChunkedFramingException>(() => link.Input.ReadAsync(TestContext.Current.CancellationToken).AsTask());
    }

    [Fact]
    public async Task Read_AnotherProtocolBegins_PassesEverything()
    {
        await using var link = new Link();
        byte[] request = [.. "GET /a HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n"u8];
        await link.WriteAsync(request, request.Length);
        await link.TakeAsync(request.Length, request.Length);
        link.Input.PassEverything();
        await link.WriteAsync([0, 10, 13, 255], 4);

        Assert.Equal([0, 10, 13, 255], await link.TakeAsync(4, 4));
    }

    [Fact]
    public async Task Read_HeadThatDoesNotEnd_408()
    {
        await using var link = new Link();
        var reading = link.Input.ReadAsync(TestContext.Current.CancellationToken).AsTask();
        await link.WriteAsync([.. "GET /a HTTP/1.1\r\n"u8], 100);
        // A byte now and then does not begin its time anew. The reader sees each of them when it comes to it: its time may begin late.
        for (var second = 0; !reading.IsCompleted; second++)
        {
            Assert.True(second < 1000, "It waits for ever.");
            link.Clock.Advance(TimeSpan.FromSeconds(1));
            await link.WriteAsync("X"u8.ToArray(), 1);
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }

        Assert.True((await reading).IsCompleted);
        Assert.StartsWith("HTTP/1.1 408 ", await link.AnswerAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_NoRequestForLong_EndsWithoutAWord()
    {
        await using var link = new Link();
        var reading = link.Input.ReadAsync(TestContext.Current.CancellationToken).AsTask();
        link.Clock.Advance(HttpLimits.IdleTime - TimeSpan.FromSeconds(5));
        Assert.False(reading.IsCompleted);
        link.Clock.Advance(TimeSpan.FromSeconds(10));

        Assert.True((await reading).IsCompleted);
        Assert.Equal("", await link.AnswerAsync());
    }

    [Fact]
    public async Task Read_CancelledByTheServer_IsTold()
    {
        await using var link = new Link();
        var reading = link.Input.ReadAsync(TestContext.Current.CancellationToken).AsTask();
        link.Input.CancelPendingRead();

        Assert.True((await reading) is { IsCanceled: true, IsCompleted: false, Buffer.IsEmpty: true });
    }

    /// <summary>A connection of which the test has the other end.</summary>
    private sealed class Link : IStrictInputHost, IAsyncDisposable
    {
        private readonly Pipe received;
        private readonly Pipe sent = new();
        private readonly DefaultConnectionContext connection;

        internal Link(int block = 16)
        {
            received = new(new PipeOptions(minimumSegmentSize: block, pauseWriterThreshold: 0, useSynchronizationContext: false));
            Deadlines = new Deadlines(Clock);
            connection = new DefaultConnectionContext("1") { Transport = new Duplex(received.Reader, sent.Writer) };
            Input = new StrictInput(connection, this, new HttpDoor(HttpDoorKind.Http));
        }

        internal bool IsAborted => connection.ConnectionClosed.IsCancellationRequested;

        /// <summary>Told by a thread of the pool.</summary>
        internal async Task WaitForAbortAsync()
        {
            var aborted = new TaskCompletionSource();
            await using var registration = connection.ConnectionClosed.Register(aborted.SetResult);
            await aborted.Task.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        }

        internal StrictInput Input { get; }

        internal FakeTimeProvider Clock { get; } = new();

        internal List<HeadFault> Faults { get; } = [];

        public HeadLimits Limits => HeadLimits.Default;

        public Deadlines Deadlines { get; }

        public IHotAnswers? Hot { get; init; }

        public ReadOnlySpan<byte> Date => "Date: now\r\n"u8;

        public DateTimeOffset Now => Clock.GetUtcNow();

        public long Begin() => Clock.GetTimestamp();

        public void NoteFault(ConnectionContext connection, HttpDoor door, HeadFault fault, long began) => Faults.Add(fault);

        internal async Task WriteAsync(byte[] bytes, int piece)
        {
            // When the other side has ended, a socket takes what is sent, too.
            foreach (var some in bytes.Chunk(piece))
            {
                if (Faults.Count > 0)
                    return;
                await received.Writer.WriteAsync(some, TestContext.Current.CancellationToken);
                await Task.Yield();
            }
        }

        internal ValueTask EndAsync() => received.Writer.CompleteAsync();

        /// <summary>Takes so many bytes as Kestrel does: a piece at a time.</summary>
        internal async Task<byte[]> TakeAsync(int length, int piece)
        {
            var taken = new List<byte>();
            while (taken.Count < length)
            {
                var result = await Input.ReadAsync(TestContext.Current.CancellationToken);
                Assert.True(taken.Count + result.Buffer.Length <= length, "More than one request at once.");
                Assert.False(result.IsCompleted && result.Buffer.IsEmpty);
                var some = result.Buffer.Slice(0, Math.Min(piece, result.Buffer.Length));
                taken.AddRange(System.Buffers.BuffersExtensions.ToArray(some));
                Input.AdvanceTo(some.End);
            }
            return [.. taken];
        }

        /// <summary>What has been sent since the last time.</summary>
        internal async Task<string> SentAsync()
        {
            var read = await sent.Reader.ReadAsync(TestContext.Current.CancellationToken);
            var text = Encoding.UTF8.GetString(System.Buffers.BuffersExtensions.ToArray(read.Buffer));
            sent.Reader.AdvanceTo(read.Buffer.End);
            return text;
        }

        internal async Task WriteAnswerAsync(string text) => await sent.Writer.WriteAsync(Encoding.UTF8.GetBytes(text), TestContext.Current.CancellationToken);

        internal async Task<string> AnswerAsync()
        {
            await sent.Writer.CompleteAsync();
            using var text = new MemoryStream();
            await sent.Reader.CopyToAsync(text, TestContext.Current.CancellationToken);
            return Encoding.UTF8.GetString(text.ToArray());
        }

        public ValueTask DisposeAsync()
        {
            Input.Dispose();
            Deadlines.Dispose();
            return ValueTask.CompletedTask;
        }

        private sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;
    }
}
