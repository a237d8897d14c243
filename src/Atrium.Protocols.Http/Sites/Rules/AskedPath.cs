using Atrium.Protocols.Http.Requests;

namespace Atrium.Protocols.Http.Sites.Rules;

/// <summary>What rules look at of a request.</summary>
/// <param name="Path">Decoded, with the slash at its end where there was one.</param>
/// <param name="Query">As it came, without the question mark.</param>
/// <param name="Host">The name that was asked for, in lower case.</param>
internal sealed record AskedPath(string Path, string Query, string Host)
{
    private IReadOnlyDictionary<string, string>? parameters;

    internal static AskedPath Of(RequestTarget target, string host)
        => new($"/{string.Join('/', target.Segments)}{(target.TrailingSlash && target.Segments.Length > 0 ? "/" : "")}", target.Query, host);

    /// <summary>The path without the slash at its end.</summary>
    internal string Trimmed => Path.Length > 1 && Path.EndsWith('/') ? Path[..^1] : Path;

    /// <summary>The first value of each parameter.</summary>
    internal IReadOnlyDictionary<string, string> Parameters => parameters ??= Read(Query);

    private static Dictionary<string, string> Read(string query)
    {
        var read = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = part.IndexOf('=');
            if (Decode(equals < 0 ? part : part[..equals]) is { } name && Decode(equals < 0 ? "" : part[(equals + 1)..]) is { } value)
                read.TryAdd(name, value);
        }
        return read;
    }

    private static string? Decode(string text) => RequestTarget.TryDecode(text.Replace('+', ' '), out var decoded) ? decoded : null;
}
