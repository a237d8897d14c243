namespace Atrium.Protocols.Http.Sites.Rules;

/// <summary>A line of a file of rules that is passed over, and why: told to whoever deploys it, and never to a visitor.</summary>
/// <param name="File">_redirects or _headers.</param>
/// <param name="Line">Counted from 1.</param>
/// <param name="Message">What is wrong, and what to write instead.</param>
public sealed record RuleProblem(string File, int Line, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => $"{File}, line {Line}: {Message}";
}
