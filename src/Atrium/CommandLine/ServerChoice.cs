using System.CommandLine;
using Atrium.Remote;

namespace Atrium.CommandLine;

/// <summary>Which server a command goes to: one on this machine, by its data folder, or one that this user has logged in to.</summary>
/// <param name="Folder">The data folder; null for a remote server.</param>
/// <param name="Server">The remote server.</param>
internal sealed record ServerChoice(string? Folder, SavedServer? Server)
{
    /// <summary>The order, for help texts.</summary>
    internal const string Order = "--data or --server, else $ATRIUM_DATA, else the last login, else ./atrium-data";

    /// <summary>What was said on the command line, then in the environment, then by logging in.</summary>
    internal static ServerChoice Of(ParseResult parsed, CommonOptions options, Shell shell)
    {
        var data = parsed.GetValue(options.Data);
        if (parsed.GetValue(options.Server) is { Length: > 0 } name)
        {
            return data is null ? new ServerChoice(null, new SavedServers(shell).Get(name))
                : throw new CommandFailedException("--data is for the server on this machine, --server for one that was logged in to: give one of the two.", ExitCode.Usage);
        }
        if (data is { Length: > 0 } || shell.Environment("ATRIUM_DATA") is { Length: > 0 })
            return new ServerChoice(options.DataFolder(parsed, shell), null);
        return new SavedServers(shell).Read().Chosen is { } chosen ? new ServerChoice(null, chosen) : new ServerChoice(options.DataFolder(parsed, shell), null);
    }
}
