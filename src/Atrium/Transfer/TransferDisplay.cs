using System.Globalization;
using Atrium.CommandLine;
using Atrium.Values;
using Spectre.Console;

namespace Atrium.Transfer;

/// <summary>Shows how far a transfer is: a bar on a terminal, otherwise a line now and then on standard error.</summary>
internal static class TransferDisplay
{
    private static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BarInterval = TimeSpan.FromMilliseconds(200);

    /// <summary>A file costs about as much as so many bytes more.</summary>
    private const long FileWeight = 16 * 1024;

    /// <summary>Leaves room for the figures on a terminal of 80 columns.</summary>
    private const int BarWidth = 12;

    internal static async Task RunAsync(Shell shell, TransferTally tally, Func<Task> transfer)
    {
        var started = shell.Clock.GetTimestamp();
        if (shell.OutIsTerminal)
            await RunBarAsync(shell, tally, transfer, started);
        else
            await RepeatAsync(transfer(), LineInterval, shell.Clock, () => shell.Error.WriteLine(Describe(shell, tally, started)));
    }

    internal static string Count(long number) => number.ToString("#,0", CultureInfo.InvariantCulture);

    private static Task RunBarAsync(Shell shell, TransferTally tally, Func<Task> transfer, long started)
        => shell.Terminal.Value.Progress().AutoClear(true).Columns(new ProgressBarColumn { Width = BarWidth }, new PercentageColumn(), new TaskDescriptionColumn { Alignment = Justify.Left })
            .StartAsync(async display =>
            {
                var bar = display.AddTask("looking around");
                await RepeatAsync(transfer(), BarInterval, shell.Clock, () =>
                {
                    bar.MaxValue = Math.Max(1, tally.FoundBytes + (tally.Found * FileWeight));
                    bar.Value = tally.DoneBytes + (tally.Done * FileWeight);
                    bar.Description = Markup.Escape(DescribeShort(shell, tally, started));
                });
            });

    private static async Task RepeatAsync(Task transfer, TimeSpan interval, TimeProvider clock, Action show)
    {
        using var timer = new PeriodicTimer(interval, clock);
        while (!transfer.IsCompleted)
        {
            var tick = timer.WaitForNextTickAsync(CancellationToken.None).AsTask();
            if (await Task.WhenAny(transfer, tick) == tick)
                show();
        }
        await transfer;
    }

    private static string Describe(Shell shell, TransferTally tally, long started)
        => $"{Count(tally.Done)} of {Count(tally.Found)} files found so far, {ByteSize.Format(tally.DoneBytes)} of {ByteSize.Format(tally.FoundBytes)}, {Rate(shell, tally.DoneBytes, started)}/s, {Count((long)(tally.Done / Seconds(shell, started)))} files/s";

    private static string DescribeShort(Shell shell, TransferTally tally, long started)
        => $"{Count(tally.Done)} of {Count(tally.Found)} files, {ByteSize.Format(tally.DoneBytes)}, {Rate(shell, tally.DoneBytes, started)}/s";

    private static string Rate(Shell shell, long bytes, long started) => ByteSize.Format((long)(bytes / Seconds(shell, started)));

    private static double Seconds(Shell shell, long started) => Math.Max(0.001, shell.Clock.GetElapsedTime(started).TotalSeconds);
}
