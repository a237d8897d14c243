using System.Threading.Channels;
using Atrium.Core.Examination;
using Atrium.Core.Repository;
using Atrium.Doctor;
using Atrium.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Atrium.Tests.Doctor;

public sealed class DoctorRoundsTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("atrium-doctor-");
    private readonly FakeTimeProvider clock = new();
    private readonly Channel<string> log = Channel.CreateUnbounded<string>();

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task Repeat_AServerThatRunsForDays_LooksAfterTheStartAndEveryDayAndTells()
    {
        var cancelled = TestContext.Current.CancellationToken;
        var taken = 0;
        await using var store = EmbeddedStore.Open(folder.FullName, new RepositoryOptions(), TimeProvider.System);
        using var rounds = new DoctorRounds(
            [
                ("disk-space", _ => new([new Finding("disk-space", Severity.Warning, "/srv", $"Little room, look {++taken}.", "Make room.")])),
                ("doors", _ => new([new Finding("doors", Severity.Notice, "127.0.0.1", "From here only.", "Bind another.")])),
                ("broken", _ => throw new IOException("unreadable")),
            ],
            new KeptReport(store), clock, new ListLogger(log.Writer));
        using var ending = new CancellationTokenSource();
        var running = rounds.RepeatAsync(ending.Token);

        clock.Advance(TimeSpan.FromMinutes(9));
        Assert.Equal(0, taken);
        clock.Advance(TimeSpan.FromMinutes(1));
        string[] first = [await log.Reader.ReadAsync(cancelled), await log.Reader.ReadAsync(cancelled)];
        Assert.Contains(first, line => line.Contains("look 1", StringComparison.Ordinal) && line.Contains("Make room.", StringComparison.Ordinal));
        Assert.Contains(first, line => line.Contains("unreadable", StringComparison.Ordinal));

        // The next wait begins when the round has told all: until then the clock stands for it.
        string? next = null;
        while (next is null)
        {
            clock.Advance(TimeSpan.FromDays(1));
            await Task.Yield();
            log.Reader.TryRead(out next);
        }
        Assert.Equal(["disk-space", "doors", "broken"], rounds.Last!.Checks);
        Assert.Equal(["problem", "warning", "notice"], rounds.Last.Findings.Select(finding => finding.Severity));
        await ending.CancelAsync();
        await running;

        // The next start knows it.
        using var again = new DoctorRounds([], new KeptReport(store), clock, new ListLogger(log.Writer));
        await again.LoadAsync(cancelled);
        Assert.Equal(rounds.Last.Findings, again.Last!.Findings);
    }

    private sealed class ListLogger(ChannelWriter<string> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            => lines.TryWrite(formatter(state, exception));
    }
}
