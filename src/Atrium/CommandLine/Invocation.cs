using System.CommandLine;
using Atrium.Client;

namespace Atrium.CommandLine;

/// <summary>Runs one command line, and turns every expected failure into one sentence and an exit code.</summary>
internal static class Invocation
{
    internal static async Task<int> RunAsync(IReadOnlyList<string> arguments, Shell shell, Interruption interruption)
    {
        var parsed = AtriumCommands.Create(shell, interruption).Parse(arguments);
        if (parsed.Errors.Count > 0 && parsed.Action is not { ClearsParseErrors: true })
        {
            WrongUsage.Explain(parsed, shell);
            return ExitCode.Usage;
        }
        try
        {
            // Signals and exceptions are handled here, once.
            var configuration = new InvocationConfiguration
            {
                Output = shell.Out,
                Error = shell.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            };
            return await parsed.InvokeAsync(configuration, interruption.Asked);
        }
        catch (CommandFailedException failed)
        {
            shell.Say(failed.Message);
            return failed.ExitCode;
        }
        catch (AtriumRefusedException refused)
        {
            shell.Say(ServerConnection.Explain(refused));
        }
        catch (ServerUnreachableException unreachable)
        {
            shell.Say(ServerConnection.Explain(unreachable));
        }
        catch (OperationCanceledException) when (interruption.Asked.IsCancellationRequested)
        {
            shell.Say("Interrupted.");
        }
        return ExitCode.Failed;
    }
}
