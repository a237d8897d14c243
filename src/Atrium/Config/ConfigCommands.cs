using System.CommandLine;
using Atrium.CommandLine;

namespace Atrium.Config;

/// <summary><c>atrium config</c></summary>
internal static class ConfigCommands
{
    internal static Command Create(CommandKit kit) => new ExampleCommand(
        "config", "Accounts, groups, spaces, grants, sites and settings as one file, on a running server or on a folder that no server holds",
        "atrium config export server.json", "atrium config plan server.json", "atrium config apply server.json")
    {
        ConfigExport.Create(kit),
        ConfigPlan.Create(kit),
        ConfigApply.Create(kit),
    };

    internal static Argument<string> File() => new("FILE") { Description = "JSON with comments, as atrium config export writes it; - for standard input" };

    internal static Option<bool> Prune() => new("--prune") { Description = "Remove also what the file does not name, in the sections that it has" };
}
