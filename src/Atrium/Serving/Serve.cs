using System.CommandLine;
using Atrium.CommandLine;
using Atrium.Configuration;
using Atrium.Core;

namespace Atrium.Serving;

/// <summary><c>atrium serve</c></summary>
internal static class Serve
{
    internal static Command Create(CommandKit kit, Interruption interruption)
    {
        var bind = new Option<string[]>("--bind") { Description = "An address to listen at; may be given again [default: all addresses]", HelpName = "ADDRESS", Arity = ArgumentArity.OneOrMore };
        var portBase = new Option<string?>("--port-base") { Description = "Every port is N and its standard port: 8000 gives 8443 for https, 0 the standard ports [default: 8000]", HelpName = "N" };
        var name = new Option<string?>("--name") { Description = "The server's own name, for its certificate and its links [default: the machine's]", HelpName = "HOST" };
        var config = new Option<string?>("--config") { Description = "The configuration file [default: DIR/atrium.json]", HelpName = "FILE" };
        var command = new ExampleCommand(
            "serve", "Run the server",
            "atrium serve", "atrium serve --data /srv/atrium --name files.example.org --port-base 0", "atrium serve --bind 127.0.0.1 --port-base 20000")
        {
            bind, portBase, name, config,
        };
        command.SetAction(async (parsed, _) =>
        {
            var given = new Dictionary<string, string>();
            if (parsed.GetValue(bind) is { Length: > 0 } addresses)
                given["bind"] = string.Join(',', addresses);
            if (parsed.GetValue(portBase) is { } number)
                given["portBase"] = number;
            if (parsed.GetValue(name) is { } host)
                given["name"] = host;
            var configuration = ConfigurationReader.Read(kit.Options.DataFolder(parsed, kit.Shell), parsed.GetValue(config), kit.Shell, given);
            try
            {
                return await new Server(configuration, kit.Shell).RunAsync(interruption);
            }
            catch (StoreOpenException refused)
            {
                throw new CommandFailedException(refused.Message);
            }
        });
        return command;
    }
}
