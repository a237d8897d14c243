using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Atrium.Core.Sites.Options;

/// <summary>Where the addresses of a site's pages end with a slash.</summary>
public enum TrailingSlash
{
    /// <summary>Folders have one, pages have none.</summary>
    Auto,

    /// <summary>Folders and pages have one.</summary>
    Add,

    /// <summary>Neither has one.</summary>
    Remove,
}

/// <summary>Which of several applications behind a site gets a request.</summary>
public enum Balance
{
    /// <summary>Of two that are drawn, the one with fewer requests under way: nearly as even as asking all, without all running to the same one.</summary>
    PowerOfTwo,

    /// <summary>One after the other.</summary>
    RoundRobin,

    /// <summary>The one with the fewest requests under way.</summary>
    LeastRequests,
}

/// <summary>How an application is asked whether it is well.</summary>
/// <param name="Path">What is asked for; 2xx and 3xx are well.</param>
/// <param name="Interval">From one question to the next.</param>
/// <param name="Timeout">No answer by then is a bad one.</param>
/// <param name="Threshold">So many of one kind after each other are believed.</param>
public sealed record HealthProbe(string Path, TimeSpan Interval, TimeSpan Timeout, int Threshold);

/// <summary>
/// How a site is served, beyond where it comes from: one record, replaced whole. It is made of texts by name (<see cref="SiteOptionBook"/>),
/// which are what is kept, shown and moved between servers; two with the same texts are the same.
/// </summary>
public sealed record SiteOptions
{
    /// <summary>What holds where nothing is said.</summary>
    public static SiteOptions None { get; } = new();

    /// <summary>What was said, by the names of the options, in their one form.</summary>
    public IReadOnlyDictionary<string, string> Texts { get; internal init; } = new SortedDictionary<string, string>(StringComparer.Ordinal);

    /// <summary><c>/about</c> shows about.html, and <c>/about.html</c> leads to it.</summary>
    public bool CleanUrls { get; internal init; }

    /// <summary>Where addresses end with a slash.</summary>
    public TrailingSlash TrailingSlash { get; internal init; }

    /// <summary>The page, as a path, that is shown with 200 for what is not there; null for none.</summary>
    public string? Fallback { get; internal init; }

    /// <summary>A folder without an index shows what is in it.</summary>
    public bool Lists { get; internal init; }

    /// <summary>What is text is sent compressed to whom takes it so.</summary>
    public bool Compresses { get; internal init; } = true;

    /// <summary>The value of Strict-Transport-Security; empty for none, null where the server decides.</summary>
    public string? InsistOnTls { get; internal init; }

    /// <summary>Fields of all answers with a file.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Fields { get; internal init; } = [];

    /// <summary>The name that all others of the site lead to; null for none.</summary>
    public string? CanonicalHost { get; internal init; }

    /// <summary>Only accounts that may read what the site shows are let in.</summary>
    public bool AsksForSignIn { get; internal init; }

    /// <summary>Applications that share the load with the one that the site was added with.</summary>
    public IReadOnlyList<Uri> Backends { get; internal init; } = [];

    /// <summary>Which of several applications gets a request.</summary>
    public Balance Balance { get; internal init; }

    /// <summary>A visitor's requests go to one application, as long as it is up.</summary>
    public bool IsSticky { get; internal init; }

    /// <summary>How applications are asked whether they are well; null for not at all.</summary>
    public HealthProbe? Probe { get; internal init; }

    /// <summary>How long an application may say nothing; null for what holds for all sites.</summary>
    public TimeSpan? Patience { get; internal init; }

    /// <summary>Requests a second, of all visitors together; null for what holds for all sites.</summary>
    public long? RequestsPerSecond { get; internal init; }

    /// <summary>Requests that may be under way at once, of all visitors together; null for what holds for all sites.</summary>
    public long? RequestsAtOnce { get; internal init; }

    /// <summary>True where the site has a limit of its own.</summary>
    public bool IsLimited => RequestsPerSecond is not null || RequestsAtOnce is not null;

    /// <inheritdoc/>
    public bool Equals(SiteOptions? other) => other is not null && Texts.Count == other.Texts.Count && Texts.All(text => other.Texts.TryGetValue(text.Key, out var same) && same == text.Value);

    /// <inheritdoc/>
    public override int GetHashCode() => Texts.Aggregate(0, (hash, text) => hash ^ HashCode.Combine(text.Key, text.Value));

    /// <summary>As it is kept: an object of JSON; empty where nothing is said.</summary>
    internal string Save()
    {
        if (Texts.Count == 0)
            return "";
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach (var (name, text) in Texts)
                json.WriteString(name, text);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>From what is kept. An option that another version of the program knew is not one of this.</summary>
    internal static SiteOptions Load(string saved)
    {
        if (saved.Length == 0)
            return None;
        using var json = JsonDocument.Parse(saved);
        var texts = json.RootElement.EnumerateObject().Where(member => SiteOptionBook.Find(member.Name) is not null)
            .ToDictionary(member => member.Name, member => member.Value.GetString() ?? "", StringComparer.Ordinal);
        return SiteOptionBook.Read(texts).Try(out var options, out _) ? options : None;
    }
}
