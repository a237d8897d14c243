using Atrium.CommandLine;
using Atrium.Core.Maintenance;

namespace Atrium.Health;

/// <summary>How far a check has come, on one line of a terminal that is written over; nothing where no person looks.</summary>
internal sealed class CheckDisplay(Shell shell) : IProgress<CheckProgress>
{
    private const string ClearLine = "\r\x1b[K";
    private bool hasWritten;

    public void Report(CheckProgress value)
    {
        if (!shell.OutIsTerminal)
            return;
        hasWritten = true;
        shell.Error.Write($"{ClearLine}Checking {value.Stage}{(value.Total > 0 ? $": {value.Done} of {Math.Max(value.Done, value.Total)}" : "")} ...");
    }

    internal void End()
    {
        if (hasWritten)
            shell.Error.Write(ClearLine);
    }
}
