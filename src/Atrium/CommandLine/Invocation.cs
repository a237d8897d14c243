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
            foreach (var error in parsed.Errors)
                shell.Say(error.Message);
            shell.Error.WriteLine($"Try: {Name(parsed.CommandResult.Command)} --help");
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
            shell.Say(refused.Message);
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

    private static string Name(Command command)
    {
        var names = new Stack<string>();
        for (Symbol? symbol = command; symbol is not null; symbol = symbol.Parents.FirstOrDefault())
            names.Push(symbol is RootCommand ? "atrium" : symbol.Name);
        return string.Join(' ', names);
    }
}
