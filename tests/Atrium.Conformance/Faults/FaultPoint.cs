namespace Atrium.Conformance.Faults;

/// <summary>One wrong answer of the kernel.</summary>
/// <param name="Step">Of the scenario.</param>
/// <param name="Call">Which system call fails.</param>
/// <param name="Nth">
/// Its n-th time within the step. strace counts per thread: where two threads make the call, both meet the error, which
/// is one more fault and no fewer.
/// </param>
/// <param name="Error">What it returns.</param>
internal sealed record FaultPoint(int Step, string Call, int Nth, string Error)
{
    public string Expression => $"inject={Call}:error={Error}:when={Nth}";

    /// <summary>Also the name of the folder in which the scenario is played, so that a complaint names its cause.</summary>
    public override string ToString() => $"step{Step}-{Call}-{Nth}-{Error}";
}
