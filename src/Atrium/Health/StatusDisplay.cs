using System.Globalization;
using System.Text.Json;
using Atrium.Api;
using Atrium.CommandLine;
using Spectre.Console;

namespace Atrium.Health;

/// <summary>The server in figures, once or again and again: for a person at a terminal, for a file, for a program.</summary>
internal sealed class StatusDisplay(Shell shell, bool asJson)
{
    internal void Write(StatusRecord status)
    {
        if (asJson)
            JsonOutput.Write(shell, status, json => json.StatusRecord);
        else
            StatusTable.Of(status, null, shell).Write(shell);
    }

    /// <summary>Until it is cancelled, which is how it ends.</summary>
    internal async Task WatchAsync(Func<Task<StatusRecord>> ask, TimeSpan interval, CancellationToken cancellation)
    {
        try
        {
            var first = await ask();
            if (shell.OutIsTerminal && !asJson)
            {
                await shell.Terminal.Value.Live(StatusTable.Of(first, null, shell).ToLined())
                    .Cropping(VerticalOverflowCropping.Bottom) // what stands first matters most
                    .StartAsync(
                    live => RepeatAsync(first, ask, interval, (now, before) => live.UpdateTarget(StatusTable.Of(now, before, shell).ToLined()), cancellation));
            }
            else
            {
                WriteLine(first, null);
                await RepeatAsync(first, ask, interval, WriteLine, cancellation);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Ctrl-C: that was asked for.
        }
    }

    private async Task RepeatAsync(
        StatusRecord before, Func<Task<StatusRecord>> ask, TimeSpan interval, Action<StatusRecord, StatusRecord?> show, CancellationToken cancellation)
    {
        while (true)
        {
            await Task.Delay(interval, shell.Clock, cancellation);
            var now = await ask();
            show(now, before);
            before = now;
        }
    }

    private void WriteLine(StatusRecord status, StatusRecord? before)
    {
        shell.Out.WriteLine(asJson ? JsonSerializer.Serialize(status, AtriumJson.Default.StatusRecord) : Line(status, before));
        shell.Out.Flush();
    }

    /// <summary>One line of words and figures, each with its name, so that a program can take it apart too.</summary>
    private static string Line(StatusRecord status, StatusRecord? before)
    {
        var rates = StatusRates.Between(before, status);
        var culture = CultureInfo.InvariantCulture;
        return string.Join(' ',
            status.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", culture),
            $"requests={status.Protocols.Sum(protocol => protocol.Requests)}",
            string.Create(culture, $"rate={rates.Requests:0.0}/s"),
            $"connections={status.Connections.Sum(count => count.Count)}",
            $"refused={status.Protocols.Sum(protocol => protocol.Refused)}",
            string.Create(culture, $"p50={Worst(status, protocol => protocol.MedianMilliseconds):0.0}ms"),
            string.Create(culture, $"p99={Worst(status, protocol => protocol.Percentile99Milliseconds):0.0}ms"),
            string.Create(culture, $"changes={rates.Units:0.0}/s"),
            $"queue={status.Queue}",
            $"memory={status.MemoryBytes}",
            $"free={status.FreeBytes}");
    }

    private static double Worst(StatusRecord status, Func<ProtocolStatusRecord, double> of) => status.Protocols.Select(of).DefaultIfEmpty().Max();
}
