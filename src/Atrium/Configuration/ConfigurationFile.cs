using System.Text.Json;

namespace Atrium.Configuration;

/// <summary>atrium.json: JSON with comments and trailing commas.</summary>
internal static class ConfigurationFile
{
    internal const string Name = "atrium.json";

    private static readonly JsonDocumentOptions Tolerant = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = 8 };

    /// <summary>The settings of a file; what cannot be read goes into the problems.</summary>
    internal static IReadOnlyList<GivenSetting> Read(string path, List<ConfigurationProblem> problems)
    {
        var given = new List<GivenSetting>();
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path), Tolerant);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
                Flatten(document.RootElement, "", path, given, problems);
            else
                problems.Add(new ConfigurationProblem("the whole file", path, "it is a JSON object: { \"portBase\": 8000 }"));
        }
        catch (JsonException error)
        {
            problems.Add(new ConfigurationProblem($"line {error.LineNumber + 1}", path, "it is not JSON from there on; comments and trailing commas are allowed."));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            problems.Add(new ConfigurationProblem("the whole file", path, $"it cannot be read: {error.Message}"));
        }
        return given;
    }

    private static void Flatten(JsonElement element, string prefix, string path, List<GivenSetting> given, List<ConfigurationProblem> problems)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in element.EnumerateObject())
        {
            var key = prefix + property.Name;
            if (!seen.Add(property.Name))
                problems.Add(new ConfigurationProblem(key, path, "it stands there twice; leave one."));
            else if (property.Value.ValueKind == JsonValueKind.Object)
                Flatten(property.Value, key + ".", path, given, problems);
            else if (property.Value.ValueKind != JsonValueKind.Null)
                given.Add(new GivenSetting(key, Values(property.Value), key, path));
        }
    }

    private static IReadOnlyList<string> Values(JsonElement value)
        => value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(Text)] : [Text(value)];

    private static string Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
}
