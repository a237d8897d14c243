using System.CommandLine;
using Atrium.Api;
using Atrium.CommandLine;
using Atrium.Values;

namespace Atrium.Settings;

/// <summary><c>atrium setting set</c></summary>
internal static class SettingSet
{
    internal static Command Create(CommandKit kit)
    {
        var name = SettingCommands.Name(kit);
        var value = new Argument<string>("VALUE") { Description = "A number, a size (10GB), a length of time (30d), none, or words with commas between them" };
        var command = new ExampleCommand(
            "set", "Set a setting; it holds at once",
            "atrium setting set space.default-retention 90d",
            "atrium setting set http.cors.origins https://app.example.org,https://tools.example.org",
            "atrium setting set http.cors.origins ''")
        {
            name, value, kit.Options.Json,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = kit.Connect(parsed);
            var setting = await client.Administration.GetSettingAsync(parsed.GetValue(name)!, cancellation).KnownAsync();
            var request = new SettingRequest(UnitText.Read(parsed.GetValue(value)!, setting.Unit));
            SettingCommands.Tell(kit, parsed, await client.Administration.SetSettingAsync(setting.Name, request, cancellation).KnownAsync());
            return ExitCode.Done;
        });
        return command;
    }
}
