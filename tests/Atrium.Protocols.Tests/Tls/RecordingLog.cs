using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Atrium.Protocols.Tests.Tls;

/// <summary>Keeps what was logged.</summary>
internal sealed class RecordingLog : ILogger
{
    private readonly ConcurrentQueue<(LogLevel Level, int Id, string Text)> lines = new();

    internal IReadOnlyList<(LogLevel Level, int Id, string Text)> Lines => [.. lines];

    internal IReadOnlyList<string> Of(int id) => [.. lines.Where(l => l.Id == id).Select(l => l.Text)];

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        lines.Enqueue((logLevel, eventId.Id, formatter(state, exception)));
}
