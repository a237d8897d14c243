using System.CommandLine;
using Atrium.Client;
using Atrium.Remote;

namespace Atrium.CommandLine;

/// <summary>What every command is made with.</summary>
internal sealed class CommandKit
{
    internal CommandKit(Shell shell)
    {
        Shell = shell;
        Options.Server.CompletionSources.Add(_ => LoginUse.Names(shell));
    }

    internal Shell Shell { get; }

    internal CommonOptions Options { get; } = new();

    internal AtriumClient Connect(ParseResult parsed) => new ServerConnection(Options, Shell).Open(parsed);

    internal bool WantsJson(ParseResult parsed) => parsed.GetValue(Options.Json);
}
