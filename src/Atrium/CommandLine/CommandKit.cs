using System.CommandLine;
using Atrium.Client;
using Atrium.Remote;
using Atrium.Serving;

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

    /// <summary>The folder that is meant, held by this process; null where a server holds it, or a remote one is meant: then that is asked.</summary>
    internal DataFolder? TryHoldFolder(ParseResult parsed)
        => ServerChoice.Of(parsed, Options, Shell).Folder is { } folder ? DataFolder.TryHoldExisting(folder) : null;

    internal bool WantsJson(ParseResult parsed) => parsed.GetValue(Options.Json);
}
