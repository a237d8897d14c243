using Atrium.Core;
using Atrium.Protocols.Http.Dav.Properties;
using Atrium.Protocols.Http.Dav.Xml;
using Atrium.Protocols.Http.Dispatch;

namespace Atrium.Protocols.Http.Dav;

/// <summary>
/// <c>PROPFIND /dav/principals/...</c> (RFC 3744, 2 and 4): the caller himself, and those who own a space that he may see. Nobody learns
/// here which other accounts there are.
/// </summary>
internal static class Principals
{
    internal static async ValueTask<Refused?> HandleAsync(Exchange exchange)
    {
        if (!DepthField.Read(exchange.Request.Headers, Depth.Zero).Try(out var depth, out var refused)
            || !(await XmlBody.ReadAsync(exchange)).Try(out var body, out refused)
            || !PropertyQuery.Read(body).Try(out var query, out refused))
            return refused;
        if (exchange.IsAnonymous)
            return new Refused(Refusal.SignInRequired, "Sign in to see who is here.");
        var plan = new PrincipalPlan(query, exchange.Workspace.AccountName);
        switch (exchange.Target.Segments)
        {
            case [_, _]:
                return await AnswerAsync(exchange, plan, depth == Depth.Zero ? [null] : [null, exchange.Workspace.AccountName]);
            case [_, _, var name]:
                return await IsKnownAsync(exchange, name) ? await AnswerAsync(exchange, plan, [name]) : Refused.NotFound($"The principal {name}");
            default:
                return Refused.NotFound("What was asked for");
        }
    }

    private static async ValueTask<bool> IsKnownAsync(Exchange exchange, string name)
        => name == exchange.Workspace.AccountName
        || ((await exchange.Workspace.Administration.ListSpacesAsync(exchange.Aborted)).Try(out var spaces, out _) && spaces.Any(space => space.Owner == name));

    /// <param name="exchange">The request.</param>
    /// <param name="plan">What is asked.</param>
    /// <param name="names">Principals; null for the collection of them.</param>
    private static async ValueTask<Refused?> AnswerAsync(Exchange exchange, PrincipalPlan plan, string?[] names)
    {
        MultiStatus.SetFields(exchange.Response);
        using var xml = new XmlOut();
        MultiStatus.Begin(xml);
        foreach (var name in names)
            plan.Write(xml, name);
        MultiStatus.End(xml);
        await xml.FlushAsync(exchange.Body, exchange.Aborted);
        return null;
    }
}
