using Atrium.Core.Settings;

namespace Atrium.Protocols.Congestion;

/// <summary>
/// Keeps the server answering when more is asked of it than it can. One measurement serves all: while something is under way, a question that
/// asks nothing takes the way that every request takes, and how long it waits for a thread and for the catalog is how long anybody would.
/// </summary>
public sealed class CongestionControl : IDisposable
{
    /// <summary>Short against what people notice; twenty questions a second cost a busy server a thousandth.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    /// <summary>Beyond this nothing is left to spare: the clocks of the kernel are not exact to the percent.</summary>
    private const double Full = 0.9;

    private readonly Func<CancellationToken, ValueTask> ask;
    private readonly Func<TimeSpan> processorTime;
    private readonly int processors;
    private readonly SettingBook settings;
    private readonly TimeProvider clock;
    private readonly CancellationTokenSource ending = new();
    private int isMeasuring;

    /// <param name="ask">A question that asks nothing, by the way that all take.</param>
    /// <param name="processorTime">How long the processors have worked for the process, all together.</param>
    /// <param name="settings">With <see cref="CongestionSettings"/>.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="processors">How many the machine has.</param>
    public CongestionControl(Func<CancellationToken, ValueTask> ask, Func<TimeSpan> processorTime, SettingBook settings, TimeProvider clock, int processors)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(clock);
        (this.ask, this.processorTime, this.settings, this.clock, this.processors) = (ask, processorTime, settings, clock, processors);
        Requests = new RequestTurns(clock, processors, Begin);
        Transfers = new TransferTurns(Requests, clock, processors, Begin);
        FollowSettings();
    }

    /// <summary>Turns of requests.</summary>
    public RequestTurns Requests { get; }

    /// <summary>Turns of what is transferred.</summary>
    public TransferTurns Transfers { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        ending.Cancel();
        ending.Dispose();
    }

    private void FollowSettings()
    {
        settings.NextChange.UnsafeRegister(static self => ((CongestionControl)self!).FollowSettings(), this);
        Transfers.SetBandwidth(settings.Get(CongestionSettings.UploadBandwidth), settings.Get(CongestionSettings.DownloadBandwidth));
    }

    private void Begin()
    {
        if (Interlocked.Exchange(ref isMeasuring, 1) == 0)
            ThreadPool.UnsafeQueueUserWorkItem(static self => _ = self.MeasureAsync(ending: self.ending.Token), this, preferLocal: false);
    }

    private async Task MeasureAsync(CancellationToken ending)
    {
        try
        {
            using var timer = new PeriodicTimer(Interval, clock);
            var (at, worked) = (clock.GetTimestamp(), processorTime());
            while (await timer.WaitForNextTickAsync(ending))
            {
                var asking = DelayAsync(ending);
                while (await Task.WhenAny(asking, Task.Delay(Interval, clock, ending)) != asking)
                {
                    ending.ThrowIfCancellationRequested();
                    Requests.RefuseLate();
                }
                var delay = await asking;
                var (now, workedNow) = (clock.GetTimestamp(), processorTime());
                var isFull = workedNow - worked > clock.GetElapsedTime(at, now) * (processors * Full);
                (at, worked) = (now, workedNow);
                // Both, whatever the first says.
                if (Requests.Measured(delay) | Transfers.Measured(delay, isFull))
                    continue;
                Volatile.Write(ref isMeasuring, 0);
                // What began between the look and the word above has seen that somebody measures.
                if (Requests.Running + Transfers.Running == 0 || Interlocked.Exchange(ref isMeasuring, 1) != 0)
                    return;
            }
        }
        catch (OperationCanceledException)
        {
            // The server has ended.
        }
    }

    private async Task<TimeSpan> DelayAsync(CancellationToken ending)
    {
        var began = clock.GetTimestamp();
        var answered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        // Behind all that waits for a thread: what is queued by a thread of the pool for itself would be done at once.
        ThreadPool.UnsafeQueueUserWorkItem(_ => _ = AskAsync(answered, ending), null);
        await answered.Task;
        return clock.GetElapsedTime(began);
    }

    private async Task AskAsync(TaskCompletionSource answered, CancellationToken ending)
    {
        try
        {
            await ask(ending);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // A store that cannot answer says so to those who ask something; here only the time counts.
        }
        catch (OperationCanceledException)
        {
            // The same at the end.
        }
        finally
        {
            answered.TrySetResult();
        }
    }
}
