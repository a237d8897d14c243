namespace Atrium.Conformance.Api;

/// <summary>A request that brings one operation to one status.</summary>
/// <param name="Operation">Method and path of the document.</param>
/// <param name="Status">What must come.</param>
/// <param name="Target">What is asked for.</param>
/// <param name="Body">JSON, or the content of a file.</param>
/// <param name="Fields">More fields, as NAME: VALUE.</param>
internal sealed record Provocation(string Operation, int Status, string Target, string? Body = null, params string[] Fields)
{
    /// <summary>Who asks: admin, reader (who may read /shared/api), stranger (who may nothing), null for nobody.</summary>
    public string? Who { get; init; } = "admin";

    public string Method => Operation[..Operation.IndexOf(' ')];
}
