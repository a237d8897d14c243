using System.IO.Pipelines;
using Atrium.Protocols.Connections;
using Atrium.Protocols.Http.Answers;
using Atrium.Protocols.Timing;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace Atrium.Protocols.Http.Tests.Answers;

/// <summary>ATTACKS 7, with a clock that does not wait.</summary>
public class PatientWriterTests
{
    private readonly FakeTimeProvider clock = new();
    private readonly Pipe answer = new(new PipeOptions(pauseWriterThreshold: 1000, resumeWriterThreshold: 500));
    private readonly CountedOutput connection = new(PipeWriter.Create(Stream.Null));
    private readonly Lifetime lifetime = new();
    private readonly PatientWriter writer;

    public PatientWriterTests()
    {
        var context = new DefaultHttpContext();
        context.Features.Set(connection);
        context.Features.Set<IConnectionLifetimeFeature>(lifetime);
        writer = new PatientWriter(answer.Writer, context, new Deadlines(clock));
    }

    [Fact]
    public async Task Flush_NothingMoves_EndsTheConnection()
    {
        var flush = writer.WriteAsync(new byte[2000], TestContext.Current.CancellationToken).AsTask();
        Assert.False(flush.IsCompleted);

        clock.Advance(HttpLimits.StallTime);

        await Assert.ThrowsAsync<ConnectionAbortedException>(() => flush);
        Assert.True(lifetime.IsAborted);
    }

    [Fact]
    public async Task Flush_OtherAnswersOfTheConnectionAreRead_WaitsOn()
    {
        var flush = writer.WriteAsync(new byte[2000], TestContext.Current.CancellationToken).AsTask();
        for (var i = 0; i < 3; i++)
        {
            await connection.WriteAsync(new byte[200_000], TestContext.Current.CancellationToken);
            clock.Advance(HttpLimits.StallTime);
            await Task.Yield();
        }
        Assert.False(lifetime.IsAborted);

        var read = await answer.Reader.ReadAsync(TestContext.Current.CancellationToken);
        answer.Reader.AdvanceTo(read.Buffer.End);
        await flush;
    }

    [Fact]
    public async Task Flush_OnlyPingsAreAnswered_EndsTheConnection()
    {
        var flush = writer.WriteAsync(new byte[2000], TestContext.Current.CancellationToken).AsTask();
        for (var i = 0; i < 50; i++)
            await connection.WriteAsync(new byte[17], TestContext.Current.CancellationToken);

        clock.Advance(HttpLimits.StallTime);

        await Assert.ThrowsAsync<ConnectionAbortedException>(() => flush);
    }

    private sealed class Lifetime : IConnectionLifetimeFeature
    {
        public bool IsAborted { get; private set; }

        public CancellationToken ConnectionClosed { get; set; }

        public void Abort() => IsAborted = true;
    }
}
