using Atrium.Core;
using Atrium.Core.Shares;
using Atrium.Protocols.Http.Dispatch;
using Atrium.Protocols.Http.Tus;

namespace Atrium.Protocols.Http.Links;

/// <summary>Files that are left by a link in pieces: tus 1.0 at the link's own address, each upload at <c>?upload=</c>.</summary>
internal static class LinkUploads
{
    /// <summary>Whether a request of the link is about an upload.</summary>
    internal static bool IsNamed(Exchange exchange) => exchange.Query.Has("upload");

    /// <summary>POST with Tus-Resumable: begins one, or stands for another method on one that is named.</summary>
    internal static ValueTask<Refused?> PostAsync(Exchange exchange)
        => FollowAsync(exchange, IsNamed(exchange) ? TusRequests.OverrideAsync : TusRequests.CreateAsync);

    internal static ValueTask<Refused?> GetAsync(Exchange exchange) => FollowAsync(exchange, TusRequests.GetAsync);

    internal static ValueTask<Refused?> PatchAsync(Exchange exchange) => FollowAsync(exchange, TusRequests.AppendAsync);

    internal static ValueTask<Refused?> DeleteAsync(Exchange exchange) => FollowAsync(exchange, TusRequests.AbandonAsync);

    private static async ValueTask<Refused?> FollowAsync(Exchange exchange, Func<Exchange, TusTarget, ValueTask<Refused?>> handle)
    {
        if (exchange.Query.Unknown("upload") is { } unknown)
            return unknown;
        if (!(await LinkVisit.FollowAsync(exchange)).Try(out var view, out var refused))
            return refused;
        return LinkVisit.Names(exchange).Count > 0 ? SharedView.NotFound : await handle(exchange, new LinkTarget(exchange, view));
    }
}
