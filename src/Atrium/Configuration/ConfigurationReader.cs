namespace Atrium.Configuration;

/// <summary>Puts the settings together: file, environment, command line, each over the one before. Finds all that is wrong at once.</summary>
internal static class ConfigurationReader
{
    /// <summary>Variables that are no settings.</summary>
    private static readonly string[] OtherVariables = ["ATRIUM_ADMIN_PASSWORD", "ATRIUM_PROGRAM"];

    /// <summary>Reads all sources.</summary>
    /// <param name="configFile">Of --config; null for atrium.json in the data folder.</param>
    /// <param name="environment">All variables.</param>
    /// <param name="commandLine">What was given as options.</param>
    /// <param name="workingFolder">Against which a relative data folder is read.</param>
    internal static Configuration Read(
        string? configFile, IReadOnlyDictionary<string, string> environment, IReadOnlyList<GivenSetting> commandLine, string workingFolder)
    {
        var problems = new List<ConfigurationProblem>();
        var variables = FromEnvironment(environment);
        var file = configFile is not null ? ConfigurationFile.Read(configFile, problems) : [];
        var data = Path.GetFullPath(
            (Last(commandLine, "data") ?? Last(variables, "data") ?? Last(file, "data"))?.Values[0] is { Length: > 0 } folder ? folder : "atrium-data", workingFolder);
        if (configFile is null && Path.Combine(data, ConfigurationFile.Name) is var inside && File.Exists(inside))
        {
            file = ConfigurationFile.Read(inside, problems);
            if (Last(file, "data") is { } circle)
                problems.Add(new ConfigurationProblem("data", circle.Source, "a file in the data folder cannot say where that is; use --data, ATRIUM_DATA or --config."));
        }

        var settings = new ServerSettings { Name = SettingTable.MachineName() };
        foreach (var given in file.Concat(variables).Concat(commandLine))
            settings = Apply(settings, given, problems);
        if ((settings.CertificateFile is null) != (settings.CertificateKey is null))
        {
            var missing = settings.CertificateFile is null ? "tls.certificate" : "tls.key";
            problems.Add(new ConfigurationProblem(missing, "missing", $"a certificate and its key go together: give {SettingTable.Find(missing)!.Range}."));
        }
        return new Configuration(settings with { Data = data }, problems, Unknown(environment));
    }

    private static ServerSettings Apply(ServerSettings settings, GivenSetting given, List<ConfigurationProblem> problems)
    {
        if (SettingTable.Find(given.Key) is not { } setting)
        {
            problems.Add(new ConfigurationProblem(given.Written, given.Source, $"there is no such key. {Suggest(given.Key)}"));
            return settings;
        }
        var isOne = given.Values.Count == 1 || (setting.IsList && given.Values.Count > 0);
        if (isOne && setting.Read(settings, given.Values) is { } changed)
            return changed;
        var value = given.Values.Count == 1 ? given.Values[0] : $"[{string.Join(", ", given.Values)}]";
        problems.Add(new ConfigurationProblem(given.Written, given.Source, $"'{value}' is not {setting.Range}."));
        return settings;
    }

    private static string Suggest(string key)
    {
        var near = SettingTable.All.FirstOrDefault(setting => Same(setting.Key, key) || Same(setting.Key[(setting.Key.LastIndexOf('.') + 1)..], key));
        return near is not null ? $"Did you mean {near.Key}?" : $"The keys are {string.Join(", ", SettingTable.All.Select(setting => setting.Key))}.";
    }

    private static bool Same(string left, string right) => string.Equals(Letters(left), Letters(right), StringComparison.OrdinalIgnoreCase);

    private static string Letters(string text) => new([.. text.Where(char.IsAsciiLetterOrDigit)]);

    private static GivenSetting? Last(IReadOnlyList<GivenSetting> given, string key) => given.LastOrDefault(one => one.Key == key);

    private static List<GivenSetting> FromEnvironment(IReadOnlyDictionary<string, string> environment)
    {
        var given = new List<GivenSetting>();
        foreach (var setting in SettingTable.All)
        {
            if (environment.TryGetValue(setting.Variable, out var value) && value.Length > 0)
            {
                IReadOnlyList<string> values = setting.IsList ? value.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) : [value];
                given.Add(new GivenSetting(setting.Key, values, setting.Variable, "environment"));
            }
        }
        return given;
    }

    // Not an error: whoever runs containers finds variables there that he has not set (service links), and nobody's typing.
    private static List<string> Unknown(IReadOnlyDictionary<string, string> environment)
        => [.. environment.Keys
            .Where(name => name.StartsWith("ATRIUM_", StringComparison.Ordinal) && !name.StartsWith("ATRIUM_TEST", StringComparison.Ordinal)
                && !OtherVariables.Contains(name) && SettingTable.All.All(setting => setting.Variable != name))
            .Order(StringComparer.Ordinal)];
}

/// <summary>What was read.</summary>
/// <param name="Settings">Only to be used when there is no problem.</param>
/// <param name="Problems">All of them.</param>
/// <param name="UnknownVariables">For a warning.</param>
internal sealed record Configuration(ServerSettings Settings, IReadOnlyList<ConfigurationProblem> Problems, IReadOnlyList<string> UnknownVariables);
