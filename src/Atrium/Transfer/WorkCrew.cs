using System.Threading.Channels;

namespace Atrium.Transfer;

/// <summary>One walker finds work, many workers do it; the first failure that is not about one file ends all of them.</summary>
internal static class WorkCrew
{
    /// <summary>At once: enough for the server to make one durable commit of many small files.</summary>
    internal const int Size = 16;

    /// <summary>Found but not yet done: keeps a walk over millions of files in a bounded memory.</summary>
    private const int Waiting = 4096;

    internal static async Task RunAsync<T>(
        Func<ChannelWriter<T>, CancellationToken, Task> walk, Func<T, CancellationToken, Task> work, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var jobs = Channel.CreateBounded<T>(new BoundedChannelOptions(Waiting) { SingleWriter = true });
        var failure = new TaskCompletionSource<Exception>();
        async Task GuardAsync(Func<Task> part)
        {
            try
            {
                await part();
            }
            catch (Exception error)
            {
                failure.TrySetResult(error);
                await stop.CancelAsync();
            }
        }
        var walking = GuardAsync(async () =>
        {
            try
            {
                await Task.Run(() => walk(jobs.Writer, stop.Token), stop.Token);
            }
            finally
            {
                jobs.Writer.Complete();
            }
        });
        var working = Enumerable.Range(0, Size).Select(_ => GuardAsync(async () =>
        {
            await foreach (var job in jobs.Reader.ReadAllAsync(stop.Token))
                await work(job, stop.Token);
        })).ToList();
        await Task.WhenAll([walking, .. working]);
        cancellation.ThrowIfCancellationRequested();
        if (failure.Task.IsCompleted)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(await failure.Task);
    }
}
