namespace Atrium.CommandLine;

/// <summary>A command ends with one sentence on standard error, which says what to do next.</summary>
internal sealed class CommandFailedException(string sentence, int exitCode = ExitCode.Failed) : Exception(sentence)
{
    internal int ExitCode { get; } = exitCode;
}
