using System.CommandLine;
using Atrium.Client;

namespace Atrium.CommandLine;

/// <summary>What every command is made with.</summary>
internal sealed class CommandKit(Shell shell)
{
    internal Shell Shell => shell;

    internal CommonOptions Options { get; } = new();

    internal AtriumClient Connect(ParseResult parsed) => new ServerConnection(Options, shell).Open(parsed);

    internal bool WantsJson(ParseResult parsed) => parsed.GetValue(Options.Json);
}
