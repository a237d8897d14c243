using Microsoft.AspNetCore.Http;

namespace Atrium.Protocols.Http.Sites.Rules;

/// <summary>A line of <c>_redirects</c>.</summary>
/// <param name="Line">Where it stands.</param>
/// <param name="Path">Which paths it is for.</param>
/// <param name="Parameters">Which parameters the query must have, and what they must be.</param>
/// <param name="Host">Which of the site's names it is for; null for all.</param>
/// <param name="Target">Where it leads.</param>
/// <param name="Status">301, 302, 303, 307 or 308 lead the visitor there; 200 and 404 show it here.</param>
/// <param name="IsForced">True where it goes before a file that is there.</param>
internal sealed record RedirectRule(
    int Line, PathPattern Path, IReadOnlyList<QueryCondition> Parameters, string? Host, RedirectTarget Target, int Status, bool IsForced)
{
    /// <summary>True when more than the path decides whether it is for a request.</summary>
    internal bool IsConditional => Parameters.Count > 0 || Host is not null;

    /// <summary>True when the visitor sees the address of the target.</summary>
    internal bool Leads => Status is >= StatusCodes.Status300MultipleChoices and < StatusCodes.Status400BadRequest;
}

/// <summary>A parameter of a query that a rule asks for.</summary>
/// <param name="Name">Of the parameter.</param>
/// <param name="Value">What it must be; null where anything will do.</param>
/// <param name="Capture">What the target calls its value; null where it does not.</param>
internal sealed record QueryCondition(string Name, string? Value, string? Capture);

/// <summary>What a rule makes of a request.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Location">Where it leads, percent-encoded.</param>
internal sealed record RedirectMatch(RedirectRule Rule, string Location);
