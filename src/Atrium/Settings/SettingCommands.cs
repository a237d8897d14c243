using System.CommandLine;
using System.Net;
using Atrium.Api;
using Atrium.Client;
using Atrium.CommandLine;
using Atrium.Completions;

namespace Atrium.Settings;

/// <summary><c>atrium setting</c></summary>
internal static class SettingCommands
{
    internal static Command Create(CommandKit kit) => new ExampleCommand(
        "setting", "What can be set while the server runs; it holds at once", "atrium setting list", "atrium setting set space.default-quota 10GB")
    {
        List(kit),
        Get(kit),
        SettingSet.Create(kit),
        Reset(kit),
    };

    internal static Argument<string> Name(CommandKit kit)
        => new Argument<string>("NAME") { Description = "The name of a setting" }.Completing(kit, Completion.Settings);

    internal static Task<SettingRecord> KnownAsync(this Task<SettingRecord> call) => call.WithHint(HttpStatusCode.NotFound, "These are there: atrium setting list");

    internal static void Tell(CommandKit kit, ParseResult parsed, SettingRecord setting)
    {
        if (kit.WantsJson(parsed))
            JsonOutput.Write<IReadOnlyList<SettingRecord>>(kit.Shell, [setting], json => json.IReadOnlyListSettingRecord);
        else
            kit.Shell.Out.WriteLine($"{setting.Name} is {SettingValue.Format(setting.Value, setting.Unit)}{(setting.IsSet ? "" : ", the default")}.");
    }

    private static ExampleCommand List(CommandKit kit)
    {
        var command = new ExampleCommand("list", "List the settings with their values", "atrium setting list", "atrium setting list --json") { kit.Options.Json };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = kit.Connect(parsed);
            var settings = await client.Administration.ListSettingsAsync(cancellation);
            if (kit.WantsJson(parsed))
            {
                JsonOutput.Write(kit.Shell, settings, json => json.IReadOnlyListSettingRecord);
                return ExitCode.Done;
            }
            var table = new Table("Setting", "Value", "Default", "What it does");
            foreach (var setting in settings)
            {
                table.Add(
                    setting.Name, setting.IsSet ? SettingValue.Format(setting.Value, setting.Unit) : "-", SettingValue.Format(setting.Default, setting.Unit),
                    setting.Description);
            }
            table.Write(kit.Shell);
            return ExitCode.Done;
        });
        return command;
    }

    private static ExampleCommand Get(CommandKit kit) => One(
        kit, new ExampleCommand("get", "Show a setting", "atrium setting get space.default-retention"),
        (client, name, cancellation) => client.GetSettingAsync(name, cancellation));

    private static ExampleCommand Reset(CommandKit kit) => One(
        kit, new ExampleCommand("reset", "Take back what was set: the default holds again", "atrium setting reset space.default-retention"),
        (client, name, cancellation) => client.ResetSettingAsync(name, cancellation));

    private static ExampleCommand One(
        CommandKit kit, ExampleCommand command, Func<AdministrationClient, string, CancellationToken, Task<SettingRecord>> call)
    {
        var name = Name(kit);
        command.Add(name);
        command.Add(kit.Options.Json);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = kit.Connect(parsed);
            Tell(kit, parsed, await call(client.Administration, parsed.GetValue(name)!, cancellation).KnownAsync());
            return ExitCode.Done;
        });
        return command;
    }
}
