using System.CommandLine;
using System.CommandLine.Help;
using Atrium.Access;
using Atrium.Accounts;
using Atrium.Completions;
using Atrium.Config;
using Atrium.Connections;
using Atrium.Firewall;
using Atrium.Groups;
using Atrium.Health;
using Atrium.Journal;
using Atrium.Locks;
using Atrium.Past;
using Atrium.Remote;
using Atrium.Serving;
using Atrium.Sites;
using Atrium.Settings;
using Atrium.Shares;
using Atrium.Spaces;
using Atrium.Transfer;
using Atrium.Tree;

namespace Atrium.CommandLine;

/// <summary>Every command on one screen.</summary>
internal static class AtriumCommands
{
    internal static Command Create(Shell shell, Interruption? interruption)
    {
        var kit = new CommandKit(shell);
        // Not a RootCommand, which takes its name from the file that runs: Atrium.dll.
        var root = new ExampleCommand(
            "atrium", "Atrium: a client-server network in one program",
            "atrium serve",
            "atrium space add /shared/plans --quota 10GB",
            "atrium import ./plans /shared/plans",
            "atrium status --data /srv/atrium",
            "atrium login https://files.example.org")
        {
            kit.Options.Data,
            kit.Options.Server,
            new VersionOption { Description = "Show the version" },
            Serve.Create(kit, interruption),
            Status.Create(kit),
            ConnectionCommands.Create(kit),
            AccountCommands.Create(kit),
            GroupCommands.Create(kit),
            SpaceCommands.Create(kit),
            AccessCommands.Create(kit),
            ShareCommands.Create(kit),
            LockCommands.Create(kit),
            SiteCommands.Create(kit),
            FirewallCommands.Create(kit),
            SettingCommands.Create(kit),
            ConfigCommands.Create(kit),
            Login.Create(kit),
            Logout.Create(kit),
            List.Create(kit),
            Get.Create(kit),
            Put.Create(kit),
            Cat.Create(kit),
            Relocate.CreateCopy(kit),
            Relocate.CreateMove(kit),
            Remove.Create(kit),
            MakeFolder.Create(kit),
            Import.Create(kit),
            Export.Create(kit),
            Versions.Create(kit),
            Undelete.Create(kit),
            LogCommand.Create(kit),
            Check.Create(kit),
            DoctorCommand.Create(kit),
            CompletionCommands.Create(kit),
        };
        var help = new HelpOption { Description = "Show this help" };
        help.Action = new HelpWithExamples((HelpAction)help.Action!);
        root.Add(help);
        return root;
    }
}
