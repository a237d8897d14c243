using System.CommandLine;
using Atrium.CommandLine;

namespace Atrium.Remote;

/// <summary><c>atrium login use</c></summary>
internal static class LoginUse
{
    internal static Command Create(CommandKit kit)
    {
        var name = ServerName(kit, "NAME", "The server, as atrium login list names it");
        var command = new ExampleCommand("use", "Choose the server that is meant when none is named", "atrium login use files.example.org") { name, kit.Options.Json };
        command.SetAction(parsed =>
        {
            var saved = new SavedServers(kit.Shell);
            var server = saved.Get(parsed.GetValue(name)!);
            saved.Use(server);
            if (kit.WantsJson(parsed))
                LoginRecord.Write(kit.Shell, [.. LoginRecord.Of(saved.Read()).Where(one => one.Default)]);
            else
                kit.Shell.Out.WriteLine($"Commands go to {server.Name} from now on.");
        });
        return command;
    }

    /// <summary>An argument that completes to the servers of this user.</summary>
    internal static Argument<string?> ServerName(CommandKit kit, string name, string description)
    {
        var argument = new Argument<string?>(name) { Description = description };
        argument.CompletionSources.Add(_ => Names(kit.Shell));
        return argument;
    }

    internal static IEnumerable<string> Names(Shell shell)
    {
        try
        {
            return new SavedServers(shell).Read().Servers.Select(server => server.Name);
        }
        catch (CommandFailedException)
        {
            return [];
        }
    }
}
