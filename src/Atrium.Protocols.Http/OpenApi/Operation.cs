using System.Text.Json.Serialization.Metadata;

namespace Atrium.Protocols.Http.OpenApi;

/// <summary>What the document says of one method of one route.</summary>
/// <param name="Tag">The part of the API that it belongs to.</param>
/// <param name="Summary">What it does, in a sentence.</param>
internal sealed record Operation(string Tag, string Summary)
{
    /// <summary>Of the query and of the fields; those of the path stand in the route.</summary>
    internal IReadOnlyList<Parameter> Parameters { get; init; } = [];

    /// <summary>The body of the request; null where it has none.</summary>
    internal Body? Request { get; init; }

    /// <summary>The answers that say that it was done.</summary>
    internal IReadOnlyList<Reply> Replies { get; init; } = [];

    /// <summary>
    /// The statuses of its problems. Those that any request can meet (a line too long, another server's name, a server that stops) stand
    /// in the document once, as the default.
    /// </summary>
    internal IReadOnlyList<int> Problems { get; init; } = [];

    /// <summary>What a problem is said in where its protocol has words of its own for it; null where there are none.</summary>
    internal Body? Condition { get; init; }
}

/// <summary>A parameter.</summary>
/// <param name="Name">As it is sent.</param>
/// <param name="Type">"string", "integer", "boolean", "date-time", or "switch": on when it is given without a value.</param>
/// <param name="Description">What it does.</param>
internal sealed record Parameter(string Name, string Type, string Description)
{
    internal bool IsRequired { get; init; }

    internal bool IsField { get; init; }
}

/// <summary>A body: a record in JSON, or bytes of some type.</summary>
/// <param name="MediaType">RFC 6838.</param>
/// <param name="Record">Its schema; null for bytes.</param>
internal sealed record Body(string MediaType, JsonTypeInfo? Record)
{
    internal static Body Json(JsonTypeInfo record) => new("application/json", record);
}

/// <summary>An answer that is no problem.</summary>
/// <param name="Status">2xx, or 304.</param>
/// <param name="Description">When it comes.</param>
/// <param name="Bodies">What it carries: none, one, or one of several.</param>
internal sealed record Reply(int Status, string Description, params IReadOnlyList<Body> Bodies);
