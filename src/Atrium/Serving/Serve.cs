using System.Collections;
using System.CommandLine;
using Atrium.CommandLine;
using Atrium.Configuration;
using Atrium.Unix;

namespace Atrium.Serving;

/// <summary><c>atrium serve</c></summary>
internal static class Serve
{
    internal static Command Create(CommandKit kit, Interruption? interruption)
    {
        var bind = Checked("bind", new Option<string[]>("--bind") { Description = "Serve at this address only; can be given more than once [default: all]", HelpName = "ADDRESS" });
        var portBase = Checked("portBase", new Option<string?>("--port-base") { Description = "Added to every standard port: 8000 gives 8443 for https; 0 gives the standard ports [default: 8000]", HelpName = "N" });
        var name = Checked("name", new Option<string?>("--name") { Description = "The server's own name, in its certificate and links [default: the name of this machine]", HelpName = "HOST" });
        var config = new Option<string?>("--config") { Description = "Read this file instead of DIR/atrium.json", HelpName = "FILE" };
        var command = new ExampleCommand(
            "serve", "Start the server; the first start makes the data folder, a certificate and the account admin",
            "atrium serve",
            "atrium serve --data /srv/atrium --name files.example.org --port-base 0",
            "atrium serve --bind 127.0.0.1 --bind ::1 --port-base 20000")
        {
            bind, portBase, name, config,
        };
        command.SetAction(async (parsed, _) =>
        {
            List<GivenSetting> given = [];
            void Give(string key, string option, IReadOnlyList<string>? values)
            {
                if (values is { Count: > 0 })
                    given.Add(new GivenSetting(key, values, option, "command line"));
            }
            Give("data", "--data", parsed.GetValue(kit.Options.Data) is { } data ? [data] : null);
            Give("bind", "--bind", parsed.GetValue(bind));
            Give("portBase", "--port-base", parsed.GetValue(portBase) is { } n ? [n] : null);
            Give("name", "--name", parsed.GetValue(name) is { } host ? [host] : null);
            var configuration = ConfigurationReader.Read(parsed.GetValue(config), Variables(), given, Environment.CurrentDirectory);
            return await RunAsync(kit.Shell, configuration, interruption ?? throw new InvalidOperationException("Serving needs the signals."));
        });
        return command;
    }

    private static async Task<int> RunAsync(Shell shell, Configuration.Configuration configuration, Interruption interruption)
    {
        var settings = configuration.Settings;
        if (configuration.Problems.Count > 0)
        {
            throw new CommandFailedException(
                $"The configuration is wrong, and nothing was started. Mend this, and start again:{string.Concat(configuration.Problems.Select(problem => $"\n  {problem}"))}");
        }
        CurrentProcess.KeepFilesPrivate();
        InlineTransport.Prepare();
        using var logs = ServerLogging.Create(settings, intoJournal: shell.Environment("JOURNAL_STREAM") is not null);
        foreach (var variable in configuration.UnknownVariables)
            ServerLog.UnknownVariable(logs.CreateLogger("Atrium"), variable);
        try
        {
            return await new Server(settings, shell, logs).RunAsync(interruption);
        }
        catch (OperationCanceledException) when (interruption.Asked.IsCancellationRequested)
        {
            return ExitCode.Done; // asked to stop before it served: that is what it was asked
        }
        catch (Exception error) when (StartProblem.Explain(error, settings) is { } sentence)
        {
            throw new CommandFailedException(sentence);
        }
    }

    /// <summary>An option that takes what the key of the configuration takes.</summary>
    private static Option<T> Checked<T>(string key, Option<T> option)
    {
        var setting = SettingTable.Find(key)!;
        option.Validators.Add(result =>
        {
            string[] values = [.. result.Tokens.Select(token => token.Value)];
            if (values.Length > 0 && setting.Read(new ServerSettings(), values) is null)
                result.AddError($"{option.Name} takes {setting.Range}; '{string.Join(", ", values)}' is none.");
        });
        return option;
    }

    /// <summary>Of this process.</summary>
    internal static Dictionary<string, string> Variables()
        => Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(
            variable => (string)variable.Key, variable => (string?)variable.Value ?? "", StringComparer.Ordinal);
}
