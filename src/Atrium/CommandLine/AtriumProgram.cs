using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Atrium.Accounts;
using Atrium.Client;
using Atrium.Health;
using Atrium.Past;
using Atrium.Serving;
using Atrium.Spaces;
using Atrium.Transfer;

namespace Atrium.CommandLine;

/// <summary>The program: all commands, and one place where what goes wrong becomes a sentence and an exit code.</summary>
internal sealed class AtriumProgram(Shell shell)
{
    internal static RootCommand Commands(Shell shell, Interruption interruption)
    {
        var kit = new CommandKit(shell);
        var root = new RootCommand("Atrium: a client-server network in one program. Files over HTTPS today; every other standard protocol on the same accounts, permissions and data.")
        {
            kit.Options.Data,
            Serve.Create(kit, interruption),
            Status.Create(kit),
            AccountCommands.Create(kit),
            SpaceCommands.Create(kit),
            Import.Create(kit),
            Export.Create(kit),
            Undelete.Create(kit),
            Versions.Create(kit),
            Check.Create(kit),
        };
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples((HelpAction)help.Action!);
        return root;
    }

    internal async Task<int> RunAsync(string[] arguments)
    {
        using var interruption = new Interruption();
        var parsed = Commands(shell, interruption).Parse(arguments);
        // Signals and exceptions are looked at here, for every command in the same way.
        var configuration = new InvocationConfiguration
        {
            Output = shell.Out, Error = shell.Error, ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false,
        };
        try
        {
            var code = await parsed.InvokeAsync(configuration, interruption.Asked);
            return parsed.Action is ParseErrorAction ? ExitCode.Usage : code;
        }
        catch (CommandFailedException failed)
        {
            shell.Say(failed.Message);
            return failed.ExitCode;
        }
        catch (AtriumRefusedException refused)
        {
            shell.Say(refused.Message);
            return ExitCode.Failed;
        }
        catch (ServerUnreachableException unreachable)
        {
            shell.Say(ServerConnection.Explain(unreachable));
            return ExitCode.Failed;
        }
        catch (OperationCanceledException) when (interruption.Asked.IsCancellationRequested)
        {
            shell.Say("Interrupted. What was acknowledged is kept; run the command again to go on.");
            return ExitCode.Failed;
        }
    }
}
