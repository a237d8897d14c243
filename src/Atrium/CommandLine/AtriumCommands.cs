using System.CommandLine;
using System.CommandLine.Help;
using Atrium.Accounts;
using Atrium.Health;
using Atrium.Past;
using Atrium.Serving;
using Atrium.Spaces;
using Atrium.Transfer;

namespace Atrium.CommandLine;

/// <summary>Every command on one screen.</summary>
internal static class AtriumCommands
{
    internal static RootCommand Create(Shell shell, Interruption? interruption)
    {
        var kit = new CommandKit(shell);
        var root = new RootCommand("Atrium: a client-server network in one program. Start a server with: atrium serve")
        {
            kit.Options.Data,
            Serve.Create(kit, interruption),
            Status.Create(kit),
            AccountCommands.Create(kit),
            SpaceCommands.Create(kit),
            Import.Create(kit),
            Export.Create(kit),
            Versions.Create(kit),
            Undelete.Create(kit),
            Check.Create(kit),
        };
        foreach (var help in root.Options.OfType<HelpOption>())
            help.Action = new HelpWithExamples((HelpAction)help.Action!);
        return root;
    }
}
