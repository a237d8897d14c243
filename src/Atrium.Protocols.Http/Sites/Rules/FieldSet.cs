using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Atrium.Protocols.Http.Sites.Rules;

/// <summary>Fields that a site wants its answers to have, or not to have. Made once for each path, and kept with the file.</summary>
internal sealed class FieldSet
{
    private readonly Dictionary<string, StringValues> set = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> taken = new(StringComparer.OrdinalIgnoreCase);
    private string? key;

    /// <summary>Names what is in it: the same key, the same fields.</summary>
    internal string Key => key ??= string.Join('\n', set.Select(one => $"{one.Key}:{one.Value}").Concat(taken.Select(name => "!" + name)));

    internal bool IsEmpty => set.Count == 0 && taken.Count == 0;

    /// <summary>Another value; those of one name stand in one list (RFC 9110, 5.3).</summary>
    internal void Add(string name, string value) => set[name] = set.TryGetValue(name, out var others) ? $"{others}, {value}" : value;

    /// <summary>A value, where nothing is said of the field.</summary>
    internal void AddDefault(string name, string value)
    {
        if (!taken.Contains(name))
            set.TryAdd(name, value);
    }

    /// <summary>Takes a field away, whoever has set it.</summary>
    internal void Remove(string name)
    {
        set.Remove(name);
        taken.Add(name);
    }

    /// <summary>Puts them into an answer, once, over what is there.</summary>
    internal void Apply(IHeaderDictionary fields)
    {
        foreach (var name in taken)
            fields.Remove(name);
        foreach (var (name, value) in set)
        {
            // A copy that a cache has made for one client must not be given to another, whatever the site says.
            fields[name] = name.Equals(HeaderNames.Vary, StringComparison.OrdinalIgnoreCase) && fields.Vary.Count > 0 ? $"{fields.Vary}, {value}" : value;
        }
    }

    /// <summary>Puts those into an answer that tell what it is, over what has been said of it since.</summary>
    internal void ApplyContent(IHeaderDictionary fields)
    {
        if (taken.Contains(HeaderNames.XContentTypeOptions))
            fields.Remove(HeaderNames.XContentTypeOptions);
        foreach (var name in Content)
        {
            if (set.TryGetValue(name, out var value))
                fields[name] = value;
        }
    }

    private static readonly string[] Content = [HeaderNames.ContentType, HeaderNames.XContentTypeOptions];
}
