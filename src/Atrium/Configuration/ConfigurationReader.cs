using System.Text.Json;
using Atrium.CommandLine;

namespace Atrium.Configuration;

/// <summary>
/// Puts the configuration together: the file, over it the environment, over it the command line. Whatever is wrong is said at
/// once, not one mistake for each start.
/// </summary>
internal static class ConfigurationReader
{
    /// <summary>Reads everything.</summary>
    /// <param name="data">The data folder.</param>
    /// <param name="file">The configuration file; null for DIR/atrium.json, which may be missing.</param>
    /// <param name="shell">The environment.</param>
    /// <param name="given">Keys from the command line.</param>
    /// <exception cref="CommandFailedException">All that is wrong, each with the key and its range.</exception>
    internal static ServerConfiguration Read(string data, string? file, Shell shell, IReadOnlyDictionary<string, string> given)
    {
        var wrong = new List<string>();
        var configuration = new ServerConfiguration { Data = data, Name = DefaultName() };
        var path = file ?? Path.Combine(data, "atrium.json");
        foreach (var (name, text) in FileValues(path, isNamed: file is not null, wrong))
            configuration = Apply(configuration, name, text, $"{name} in {path}", wrong);
        foreach (var key in ConfigurationKeys.All)
        {
            if (shell.Environment(key.Variable) is { Length: > 0 } text)
                configuration = Apply(configuration, key.Name, text, key.Variable, wrong);
        }
        foreach (var (name, text) in given)
            configuration = Apply(configuration, name, text, $"--{Option(name)}", wrong);
        return wrong.Count == 0
            ? configuration
            : throw new CommandFailedException($"The configuration is wrong. Correct it and start again:\n  {string.Join("\n  ", wrong)}");
    }

    private static ServerConfiguration Apply(ServerConfiguration configuration, string name, string text, string where, List<string> wrong)
    {
        if (ConfigurationKeys.All.FirstOrDefault(key => key.Name == name) is not { } key)
        {
            wrong.Add($"{where}: there is no such key; the keys are {string.Join(", ", ConfigurationKeys.All.Select(k => k.Name))}");
            return configuration;
        }
        if (text.Length > 0 && key.Apply(configuration, text) is { } next)
            return next;
        wrong.Add($"{where}: '{text}' is not {key.Range}");
        return configuration;
    }

    private static List<(string Name, string Text)> FileValues(string path, bool isNamed, List<string> wrong)
    {
        var values = new List<(string, string)>();
        try
        {
            if (!isNamed && !File.Exists(path))
                return values;
            using var document = JsonDocument.Parse(
                File.ReadAllBytes(path), new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
            if (document.RootElement.ValueKind == JsonValueKind.Object)
                Flatten("", document.RootElement, values);
            else
                wrong.Add($"{path}: it must be one JSON object");
        }
        catch (JsonException error)
        {
            wrong.Add($"{path}: it is not JSON (line {error.LineNumber + 1}: {error.Message})");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            wrong.Add($"{path}: it cannot be read ({error.Message})");
        }
        return values;
    }

    // {"log": {"level": "debug"}} is the key log.level; a list is the same as its members with commas.
    private static void Flatten(string prefix, JsonElement element, List<(string, string)> values)
    {
        foreach (var member in element.EnumerateObject())
        {
            var name = prefix + member.Name;
            if (member.Value.ValueKind == JsonValueKind.Object)
                Flatten(name + ".", member.Value, values);
            else if (member.Value.ValueKind == JsonValueKind.Array)
                values.Add((name, string.Join(',', member.Value.EnumerateArray().Select(item => item.ToString()))));
            else
                values.Add((name, member.Value.ToString()));
        }
    }

    private static string Option(string name) => name == "portBase" ? "port-base" : name;

    // A machine whose name no certificate can carry is localhost.
    private static string DefaultName()
        => ConfigurationKeys.Key("name").Apply(new ServerConfiguration { Data = "" }, System.Environment.MachineName.ToLowerInvariant())?.Name ?? "localhost";
}
