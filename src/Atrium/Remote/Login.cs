using System.CommandLine;
using System.Net;
using System.Security.Cryptography;
using Atrium.Api;
using Atrium.Client;
using Atrium.CommandLine;
using Atrium.Values;
using Spectre.Console;

namespace Atrium.Remote;

/// <summary><c>atrium login</c>: the password is used once, for a token of this machine's own.</summary>
internal static class Login
{
    /// <summary>A label holds as many signs as the name of an account; what follows the host is short.</summary>
    private const int MaxHostLetters = 40;

    /// <summary>Enough that the labels of two machines of the same name do not meet.</summary>
    private const int RandomLetters = 4;

    internal static Command Create(CommandKit kit)
    {
        var url = ServerAddress.Argument();
        var account = new Option<string?>("--account") { Description = "As whom; asked for on a terminal", HelpName = "NAME" };
        var name = new Option<string?>("--name") { Description = "What to call this server here [default: its host]", HelpName = "NAME" };
        var scope = new Option<string>("--scope")
        {
            Description = "What may be done with this login: read (files), write (everything with files), admin (all that the account may)",
            DefaultValueFactory = _ => "admin",
        };
        scope.AcceptOnlyFromAmong("read", "write", "admin");
        var expires = Parsed.Length("--expires", "How long the login is good, at most 1y [default: 90d]");
        var fromInput = new Option<bool>("--password-stdin") { Description = "Read the password from the first line of standard input" };
        var trust = new TrustQuestion(kit.Shell);
        var command = new ExampleCommand(
            "login", "Sign in to a server once, so that every command reaches it from this machine",
            "atrium login https://files.example.org",
            "atrium login https://files.example.org --account alice --ca ca.crt --password-stdin < password.txt",
            "atrium login list")
        {
            url, account, name, scope, expires, fromInput, trust.Authority, trust.Accept, kit.Options.Json,
            LoginList.Create(kit),
            LoginUse.Create(kit),
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(url) is not { Tokens.Count: > 0 })
                result.AddError($"Name the server: atrium login URL, with {ServerAddress.Forms}.");
        });
        command.SetAction(async (parsed, cancellation) =>
        {
            if (!ServerAddress.TryParse(parsed.GetValue(url)!, out var address, out var inUrl))
                throw new InvalidOperationException("The command line was read and is not understood.");
            var called = parsed.GetValue(name) ?? ServerAddress.DefaultName(address);
            var saved = new SavedServers(kit.Shell);
            var known = saved.Read().Servers.FirstOrDefault(server => server.Name == called);
            var answer = await trust.AskAsync(parsed, address, known is { } old && old.Address == address ? old : null, cancellation);
            var login = new SavedServer(
                called, address, parsed.GetValue(account) ?? inUrl ?? AskAccount(kit.Shell), "", parsed.GetValue(scope)!, default, answer.Kind, answer.Fingerprint,
                answer.Authorities, TokenKeeper.File, null);
            var lifetime = parsed.GetValue(expires);
            login = await SignInAsync(kit, login, Password(kit.Shell, parsed.GetValue(fromInput)), lifetime, known, cancellation);
            saved.Add(login);
            Report(kit, parsed, login, saved);
            return ExitCode.Done;
        });
        return command;
    }

    private static async Task<SavedServer> SignInAsync(
        CommandKit kit, SavedServer login, string password, TimeSpan? lifetime, SavedServer? known, CancellationToken cancellation)
    {
        using var client = AtriumClient.OverHttps(login.Address, login.ToTrust(), Credential.Password(login.Account, password));
        NewTokenRecord token;
        try
        {
            token = await AddTokenAsync(client, login.Scope, lifetime is { } length ? kit.Shell.Clock.GetUtcNow() + length : null, cancellation);
        }
        catch (AtriumRefusedException refused) when (refused.Status == HttpStatusCode.Unauthorized)
        {
            throw new CommandFailedException($"{login.Address.Authority} does not know the account {login.Account} with this password. Nothing was kept; try again.");
        }
        // Over the connection that was just found right: the server's own authority, which renews its certificate by itself.
        if (login.Trust == TrustKind.Certificate)
            login = login with { Authorities = await client.Administration.AuthorityAsync(cancellation) };
        login = login with { Label = token.Label, Expires = token.Expires, Token = token.Token };
        var keyring = new SecretService(kit.Shell);
        if (keyring.IsThere && await keyring.KeepAsync(login.Name, token.Token, cancellation))
            login = login with { Keeper = TokenKeeper.SecretService, Token = null };
        if (known is not null && known.Address == login.Address && known.Account == login.Account)
            await RevokeAsync(client, known.Label, cancellation);
        return login;
    }

    /// <summary>Revokes a token of the caller; it is as well if it is gone already.</summary>
    internal static async Task RevokeAsync(AtriumClient client, string label, CancellationToken cancellation)
    {
        try
        {
            await client.Accounts.RevokeTokenAsync("me", label, cancellation);
        }
        catch (AtriumRefusedException refused) when (refused.Status is HttpStatusCode.NotFound or HttpStatusCode.Unauthorized)
        {
            // It was revoked, or has ended.
        }
    }

    private static async Task<NewTokenRecord> AddTokenAsync(AtriumClient client, string scope, DateTimeOffset? expires, CancellationToken cancellation)
    {
        var host = Label(Environment.MachineName);
        while (true)
        {
            try
            {
                var random = RandomNumberGenerator.GetString("bcdfghjkmnpqrstvwxyz23456789", RandomLetters);
                return await client.Accounts.AddTokenAsync("me", new TokenRequest($"{host}-{random}", scope, expires), cancellation);
            }
            catch (AtriumRefusedException refused) when (refused.Problem.Type.EndsWith("exists", StringComparison.Ordinal))
            {
                // Another login of a machine of this name drew the same letters.
            }
        }
    }

    /// <summary>The name of this machine with the letters that a label may have.</summary>
    internal static string Label(string machine)
    {
        var letters = string.Concat(machine.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')).Trim('-');
        return letters.Length == 0 ? "cli" : letters[..Math.Min(letters.Length, MaxHostLetters)].Trim('-');
    }

    private static string AskAccount(Shell shell) => shell is { InIsTerminal: true, OutIsTerminal: true }
        ? shell.Terminal.Value.Prompt(new TextPrompt<string>("Account:"))
        : throw new CommandFailedException("Say as whom, with --account NAME: nobody can be asked here.", ExitCode.Usage);

    private static string Password(Shell shell, bool fromInput)
    {
        if (fromInput)
            return shell.In.ReadLine() is { Length: > 0 } line ? line : throw new CommandFailedException("Standard input holds no password: write it on its first line.");
        return shell is { InIsTerminal: true, OutIsTerminal: true }
            ? shell.Terminal.Value.Prompt(new TextPrompt<string>("Password:").Secret(null))
            : throw new CommandFailedException("Give the password on standard input, with --password-stdin: nobody can be asked here.", ExitCode.Usage);
    }

    private static void Report(CommandKit kit, ParseResult parsed, SavedServer login, SavedServers saved)
    {
        var shell = kit.Shell;
        if (kit.WantsJson(parsed))
        {
            LoginRecord.Write(shell, [.. LoginRecord.Of(saved.Read()).Where(one => one.Name == login.Name)]);
            return;
        }
        shell.Out.WriteLine($"Logged in to {login.Name} as {login.Account}, for {login.Scope}, until {Moment.Format(login.Expires, shell.Clock)}.");
        shell.Out.WriteLine(
            login.Keeper == TokenKeeper.File ? $"The token is in {saved.Path}, which only this user can read." : "The token is in the keyring of this desktop.");
        shell.Out.WriteLine(
            shell.Environment("ATRIUM_DATA") is { Length: > 0 } data
                ? $"$ATRIUM_DATA is set: commands still go to the server on {data}. Add --server {ServerConnection.Quote(login.Name)}, or unset it."
                : "Commands go there from now on, such as: atrium ls");
    }
}
