using System.CommandLine;
using Atrium.CommandLine;
using Atrium.Values;

namespace Atrium.Remote;

/// <summary><c>atrium login list</c></summary>
internal static class LoginList
{
    internal static Command Create(CommandKit kit)
    {
        var command = new ExampleCommand("list", "List the servers that this user has logged in to; the one with a star is meant when none is named", "atrium login list", "atrium login list --json")
        {
            kit.Options.Json,
        };
        command.SetAction(parsed =>
        {
            var (shell, list) = (kit.Shell, new SavedServers(kit.Shell).Read());
            if (kit.WantsJson(parsed))
            {
                LoginRecord.Write(shell, LoginRecord.Of(list));
                return;
            }
            var table = new Table("", "Name", "Address", "Account", "Scope", "Expires", "Known by");
            foreach (var one in LoginRecord.Of(list))
            {
                table.Add(
                    one.Default ? "*" : "", one.Name, one.Address.GetLeftPart(UriPartial.Authority), one.Account, one.Scope,
                    one.Expires <= shell.Clock.GetUtcNow() ? "expired" : Moment.Format(one.Expires, shell.Clock),
                    one.Trust switch { TrustKind.Machine => "this machine's authorities", TrustKind.Authority => "a given authority", _ => one.Fingerprint ?? "" });
            }
            table.Write(shell);
        });
        return command;
    }
}
