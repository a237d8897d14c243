using System.Collections.Concurrent;
using Atrium.Core.Sites;

namespace Atrium.Protocols.Http.Sites.Backends;

/// <summary>The applications of all sites, and who asks them for their health.</summary>
internal sealed class BackendBook
{
    /// <summary>One tick serves all sites; their intervals are seconds.</summary>
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<long, BackendPool> pools = new();
    private readonly HttpServices services;

    internal BackendBook(HttpServices services) => this.services = services;

    internal BackendPool Of(PublishedSite site)
    {
        if (pools.TryGetValue(site.Id, out var pool) && ReferenceEquals(pool.Site, site))
            return pool;
        return pools.AddOrUpdate(
            site.Id, _ => new BackendPool(site, null, services.Time), (_, before) => ReferenceEquals(before.Site, site) ? before : new BackendPool(site, before, services.Time));
    }

    /// <summary>Those that get no requests.</summary>
    internal IReadOnlyList<(string Site, string Address, string Reason)> Down()
        => [.. services.Sites.All.Where(site => site.Proxy is not null).SelectMany(
            site => Of(site).All.Select(backend => backend.State).Where(state => !state.IsUp).Select(state => (site.Host, state.Address, state.Reason)))];

    /// <summary>Asks all who are to be asked, until the server stops.</summary>
    internal async Task RunAsync(Func<Uri, HttpMessageInvoker> invokerOf, CancellationToken stopping)
    {
        var due = new Dictionary<Backend, DateTimeOffset>();
        using var timer = new PeriodicTimer(Tick, services.Time);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping))
            {
                var now = services.Time.GetUtcNow();
                var sites = services.Sites.All.Where(site => site.Proxy is not null).ToDictionary(site => site.Id);
                foreach (var gone in pools.Keys.Where(id => !sites.ContainsKey(id)))
                    pools.TryRemove(gone, out _);
                var asked = new HashSet<Backend>();
                foreach (var pool in sites.Values.Where(site => site.Options.Probe is not null).Select(Of))
                {
                    foreach (var backend in pool.All)
                    {
                        asked.Add(backend);
                        if (due.TryGetValue(backend, out var at) && at > now)
                            continue;
                        due[backend] = now + pool.Site.Options.Probe!.Interval;
                        // Beside each other: one that says nothing keeps nobody waiting.
                        _ = AskAsync(pool.Site, backend, invokerOf(backend.Address), stopping);
                    }
                }
                foreach (var gone in due.Keys.Where(backend => !asked.Contains(backend)).ToList())
                    due.Remove(gone);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The server stops.
        }
    }

    private async Task AskAsync(PublishedSite site, Backend backend, HttpMessageInvoker invoker, CancellationToken stopping)
    {
        var probe = site.Options.Probe!;
        string? wrong;
        using var late = new CancellationTokenSource(probe.Timeout, services.Time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(late.Token, stopping);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, backend.Prefix + probe.Path);
            request.Headers.Host = site.Host;
            using var answer = await invoker.SendAsync(request, end.Token);
            wrong = (int)answer.StatusCode is >= 200 and < 400 ? null : $"{probe.Path} answers {(int)answer.StatusCode}";
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return;
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException or IOException)
        {
            wrong = late.IsCancellationRequested ? $"{probe.Path} does not answer within {probe.Timeout.TotalSeconds:0} s" : error.GetBaseException().Message;
        }
        if (backend.NoteProbe(wrong, probe.Threshold))
            Dispatch.Log.BackendChanged(services.Logger, site.Host, backend.Address, wrong is null ? "up" : "down", wrong ?? "");
    }
}
