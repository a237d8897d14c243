using System.CommandLine;
using Atrium.Client;
using Atrium.CommandLine;

namespace Atrium.Remote;

/// <summary><c>atrium logout</c></summary>
internal static class Logout
{
    internal static Command Create(CommandKit kit)
    {
        var name = LoginUse.ServerName(kit, "NAME", "The server [default: the one that is meant when none is named]");
        name.Arity = ArgumentArity.ZeroOrOne;
        var forget = new Option<bool>("--forget") { Description = "Forget the login here even where the server cannot be told; then revoke its token there" };
        var command = new ExampleCommand("logout", "End a login: its token is revoked on the server and forgotten here", "atrium logout", "atrium logout files.example.org")
        {
            name, forget, kit.Options.Json,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var (shell, saved) = (kit.Shell, new SavedServers(kit.Shell));
            var named = parsed.GetValue(name) ?? parsed.GetValue(kit.Options.Server);
            var server = named is not null ? saved.Get(named)
                : saved.Read().Chosen ?? throw new CommandFailedException("This user is not logged in to any server.");
            var told = await RevokeAsync(kit, server, parsed.GetValue(forget), cancellation);
            if (server.Keeper == TokenKeeper.SecretService)
                await new SecretService(shell).ForgetAsync(server.Name, cancellation);
            saved.Remove(server);
            if (kit.WantsJson(parsed))
                LoginRecord.Write(shell, LoginRecord.Of(saved.Read()));
            else if (told)
                shell.Out.WriteLine($"Logged out of {server.Name}; its token {server.Label} is revoked.");
            else
                shell.Out.WriteLine($"Forgot {server.Name}. Its token is still good until it expires: revoke it on the server with: atrium account token revoke {server.Account} {server.Label}");
            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>False where the server could not be told.</summary>
    private static async Task<bool> RevokeAsync(CommandKit kit, SavedServer server, bool forget, CancellationToken cancellation)
    {
        try
        {
            using var client = new ServerConnection(kit.Options, kit.Shell).Open(server);
            await Login.RevokeAsync(client, server.Label, cancellation);
            return true;
        }
        catch (Exception error) when (forget && error is ServerUnreachableException or AtriumRefusedException or CommandFailedException)
        {
            return false;
        }
        catch (ServerUnreachableException error)
        {
            throw new CommandFailedException($"{ServerConnection.Explain(error)} The login stays. To forget it here all the same: atrium logout {ServerConnection.Quote(server.Name)} --forget");
        }
    }
}
