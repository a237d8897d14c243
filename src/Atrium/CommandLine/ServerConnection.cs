using System.CommandLine;
using Atrium.Client;

namespace Atrium.CommandLine;

/// <summary>How commands reach the running server, and what they say when they cannot.</summary>
internal sealed class ServerConnection(CommonOptions options, Shell shell)
{
    /// <summary>The name of the server's socket in the data folder.</summary>
    internal const string SocketName = "atrium.sock";

    /// <summary>A client of the server that holds the data folder.</summary>
    internal AtriumClient Open(ParseResult parsed)
    {
        var folder = options.DataFolder(parsed, shell);
        try
        {
            return AtriumClient.OverSocket(Path.Combine(folder, SocketName));
        }
        catch (IOException error)
        {
            throw new CommandFailedException($"{error.Message}. {HowToStart(folder)}");
        }
    }

    /// <summary>The sentence for a server that does not answer.</summary>
    internal static string Explain(ServerUnreachableException error)
    {
        var folder = Path.GetDirectoryName(error.Address)!;
        return error.Failure switch
        {
            ReachFailure.NotRunning => $"No server runs on the folder {folder}. {HowToStart(folder)}",
            ReachFailure.NotAllowed => $"This user may not open {error.Address}. Run the command as the user who runs the server.",
            _ => $"The connection to the server broke ({error.GetBaseException().Message}). Look at the server's log, then run this again.",
        };
    }

    private static string HowToStart(string folder) => $"Start one with: atrium serve --data {Quote(folder)} - or name another folder with --data.";

    /// <summary>As a shell takes it.</summary>
    internal static string Quote(string text)
        => text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '.' or '_' or '-' or '+' or ':' or ',' or '@') ? text
            : $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
