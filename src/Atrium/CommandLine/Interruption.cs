using System.Runtime.InteropServices;

namespace Atrium.CommandLine;

/// <summary>SIGINT and SIGTERM: the first asks the command to end in good order, the second at once.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource first = new();
    private readonly CancellationTokenSource second = new();
    private readonly PosixSignalRegistration[] registrations;
    private int signals;

    internal Interruption()
        => registrations = [PosixSignalRegistration.Create(PosixSignal.SIGINT, Take), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Take)];

    /// <summary>The first signal came.</summary>
    internal CancellationToken Asked => first.Token;

    /// <summary>The second signal came; a third one ends the process by itself.</summary>
    internal CancellationToken AskedTwice => second.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var registration in registrations)
            registration.Dispose();
        first.Dispose();
        second.Dispose();
    }

    private void Take(PosixSignalContext context)
    {
        var count = Interlocked.Increment(ref signals);
        context.Cancel = count <= 2;
        if (count == 1)
            first.Cancel();
        else if (count == 2)
            second.Cancel();
    }
}
