using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Atrium.Protocols.Http.Wire;

/// <summary>
/// A request that asks for another protocol (RFC 9110, 7.8). When it gets it, the reader of the connection must know before the client does:
/// what the client sends then is no request.
/// </summary>
internal sealed class FollowedUpgrade(IHttpUpgradeFeature inner, StrictInput input) : IHttpUpgradeFeature
{
    public bool IsUpgradableRequest => inner.IsUpgradableRequest;

    public async Task<Stream> UpgradeAsync()
    {
        if (!inner.IsUpgradableRequest)
            throw new InvalidOperationException("The client has asked for no other protocol.");
        input.PassEverything();
        return await inner.UpgradeAsync();
    }

    internal static void Follow(HttpContext context)
    {
        if (context.Features.Get<IHttpUpgradeFeature>() is { } upgrade && context.Features.Get<StrictInput>() is { } input)
            context.Features.Set<IHttpUpgradeFeature>(new FollowedUpgrade(upgrade, input));
    }
}
