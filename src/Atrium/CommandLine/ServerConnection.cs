using System.CommandLine;
using Atrium.Client;
using Atrium.Remote;

namespace Atrium.CommandLine;

/// <summary>How commands reach the server, and what they say when they cannot.</summary>
internal sealed class ServerConnection(CommonOptions options, Shell shell)
{
    /// <summary>The name of the server's socket in the data folder.</summary>
    internal const string SocketName = "atrium.sock";

    /// <summary>A client of the server that is meant.</summary>
    internal AtriumClient Open(ParseResult parsed)
    {
        var choice = ServerChoice.Of(parsed, options, shell);
        if (choice.Server is { } server)
            return Open(server);
        var folder = choice.Folder!;
        try
        {
            return AtriumClient.OverSocket(Path.Combine(folder, SocketName));
        }
        catch (IOException error)
        {
            throw new CommandFailedException($"{error.Message}. {HowToStart(folder)}");
        }
    }

    /// <summary>A client of a server that was logged in to.</summary>
    internal AtriumClient Open(SavedServer server)
    {
        // The library's callers are synchronous here, and a keyring that is unlocked answers at once.
        var token = server.Keeper == TokenKeeper.File ? server.Token
            : Task.Run(() => new SecretService(shell).LookUpAsync(server.Name, CancellationToken.None)).GetAwaiter().GetResult();
        if (token is not { Length: > 0 })
            throw new CommandFailedException($"The token for {server.Name} is not in the keyring, or the keyring is locked. Unlock it, or log in again: {HowToLogIn(server.Address)}");
        return AtriumClient.OverHttps(server.Address, server.ToTrust(), Credential.Token(token));
    }

    /// <summary>The sentence for a server that does not answer.</summary>
    internal static string Explain(ServerUnreachableException error)
    {
        if (error.Address.StartsWith(Uri.UriSchemeHttps + "://", StringComparison.Ordinal))
            return ExplainRemote(error, new Uri(error.Address));
        var folder = Path.GetDirectoryName(error.Address)!;
        return error.Failure switch
        {
            ReachFailure.NotRunning => $"No server runs on the folder {folder}. {HowToStart(folder)}",
            ReachFailure.NotAllowed => $"This user may not open {error.Address}. Run the command as the user who runs the server.",
            _ => $"The connection to the server broke ({error.GetBaseException().Message}). Look at the server's log, then run this again.",
        };
    }

    /// <summary>The sentence for a refusal: a login that ended is the one that the server cannot explain.</summary>
    internal static string Explain(AtriumRefusedException refused) => refused.Status == System.Net.HttpStatusCode.Unauthorized
        ? $"The server does not take this login any more: its token was revoked or has expired, or the account was disabled. Log in again: atrium login URL (atrium login list shows where)."
        : refused.Message;

    private static string ExplainRemote(ServerUnreachableException error, Uri address) => error switch
    {
        { Failure: ReachFailure.NotRunning } =>
            $"Nobody answers at {address.Authority} ({error.GetBaseException().Message}). Is the server running, and can this machine reach it? Another one is chosen with --server or --data.",
        { Failure: ReachFailure.Untrusted, Certificate: { } shown } =>
            $"The server at {address.Authority} is not the one that this user logged in to, or has another certificate: it shows {shown.Fingerprint}, issued by {shown.Issuer}. Nothing was sent to it. "
            + $"Ask its operator for the fingerprint (openssl x509 -noout -fingerprint -sha256 -in DIR/tls/server.crt on the server). Only if it is this one: {HowToLogIn(address)} --accept-fingerprint {shown.Fingerprint}",
        _ => $"The connection to {address.Authority} broke ({error.GetBaseException().Message}). Run this again.",
    };

    private static string HowToLogIn(Uri address) => $"atrium login {Quote(address.GetLeftPart(UriPartial.Authority))}";

    private static string HowToStart(string folder)
        => $"Start one with: atrium serve --data {Quote(folder)} - or name another folder with --data, or log in to a server: atrium login URL";

    /// <summary>As a shell takes it.</summary>
    internal static string Quote(string text)
        => text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '.' or '_' or '-' or '+' or ':' or ',' or '@') ? text
            : $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
