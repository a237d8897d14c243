using Atrium.Core;
using Atrium.Protocols.Http.Answers;
using Atrium.Protocols.Http.Requests;
using Microsoft.AspNetCore.Http;

namespace Atrium.Protocols.Http.Dispatch;

/// <summary>Answers a request; a refusal that comes back is turned into its problem at one place.</summary>
internal delegate ValueTask<Refused?> Handler(Exchange exchange);

/// <summary>Turns a refusal into the reply of the protocol that a route speaks.</summary>
/// <param name="exchange">The request.</param>
/// <param name="refused">Why.</param>
/// <param name="anonymous">True when nobody has signed in: what is not there and what is not allowed look the same then.</param>
internal delegate Task RefusalWriter(Exchange exchange, Refused refused, bool anonymous);

/// <summary>What a route asks of the caller.</summary>
internal enum Entry
{
    /// <summary>Nothing: it holds no data.</summary>
    Open,

    /// <summary>The secret in the path: the handler follows the link.</summary>
    Link,

    /// <summary>A workspace; the operation itself decides what its caller may.</summary>
    Signed,
}

/// <summary>A resource: its path, and what can be done with it.</summary>
/// <param name="Path">Names with slashes: {such} stands for any one name, a star at the end for any number of them; the handler reads both itself.</param>
/// <param name="Entry">What is asked of the caller.</param>
/// <param name="Doors">Where it can be reached.</param>
/// <param name="Methods">Each with its handler; HEAD stands beside GET by itself.</param>
internal sealed record Route(string Path, Entry Entry, Doors Doors, params (string Method, Handler Handler)[] Methods)
{
    private readonly string[] names = Path.Trim('/').Split('/', StringSplitOptions.RemoveEmptyEntries) is [.. var front, "*"]
        ? front
        : Path.Trim('/').Split('/', StringSplitOptions.RemoveEmptyEntries);

    private readonly bool takesRest = Path.EndsWith("/*", StringComparison.Ordinal);

    /// <summary>For the field Allow (RFC 9110, 10.2.1).</summary>
    internal string Allow { get; } = string.Join(", ", Methods
        .SelectMany(m => m.Method == "GET" ? new[] { "GET", "HEAD" } : [m.Method])
        .Append("OPTIONS"));

    /// <summary>What the journal and the limits of app passwords call what comes in here over TLS; null for the door's own name.</summary>
    internal string? Protocol { get; init; }

    /// <summary>What is said of a resource beside Allow when OPTIONS asks for it, of anybody.</summary>
    internal Action<HttpContext, RequestTarget>? Options { get; init; }

    /// <summary>The replies of this route's protocol.</summary>
    internal RefusalWriter Refuse { get; init; } = static (exchange, refused, anonymous) => Problems.WriteAsync(exchange.Context, refused, anonymous);

    /// <summary>True where the names behind those of the route are a path of the tree.</summary>
    internal bool IsTree { get; init; }

    /// <summary>How many names stand before what the handler reads itself.</summary>
    internal int Depth => names.Length;

    /// <summary>The path as OpenAPI writes it: what any number of names stands for is {path}.</summary>
    internal string Template => takesRest ? Path[..^1] + "{path}" : Path;

    /// <summary>The names of <see cref="Template"/>.</summary>
    internal IReadOnlyList<string> Names => takesRest ? [.. names, "{path}"] : names;

    internal bool Matches(string[] segments)
    {
        if (takesRest ? segments.Length < names.Length : segments.Length != names.Length)
            return false;
        for (var i = 0; i < names.Length; i++)
        {
            if (names[i][0] != '{' && !string.Equals(names[i], segments[i], StringComparison.Ordinal))
                return false;
        }
        return true;
    }

    /// <summary>Method and path, for each of <see cref="Methods"/>: what its requests are counted as.</summary>
    private readonly string[] operations = [.. Methods.Select(m => $"{m.Method} {Path}")];

    internal Handler? Find(string method) => IndexOf(method) is >= 0 and var at ? Methods[at].Handler : null;

    /// <summary>What a request is counted as; null for a method that is not answered here.</summary>
    internal string? OperationOf(string method) => IndexOf(method) is >= 0 and var at ? operations[at] : null;

    private int IndexOf(string method)
    {
        if (method == "HEAD")
            method = "GET";
        for (var i = 0; i < Methods.Length; i++)
        {
            if (string.Equals(Methods[i].Method, method, StringComparison.Ordinal))
                return i;
        }
        return -1;
    }
}

/// <summary>At which doors a route can be reached.</summary>
[Flags]
internal enum Doors
{
    /// <summary>TLS and the server's own socket.</summary>
    Private = 1,

    /// <summary>Clear text too.</summary>
    Everywhere = 3,
}
