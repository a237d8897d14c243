namespace Atrium.CommandLine;

/// <summary>What the program tells the shell.</summary>
internal static class ExitCode
{
    internal const int Done = 0;

    /// <summary>It was refused, or it failed; the message says what to do.</summary>
    internal const int Failed = 1;

    /// <summary>The command line itself is wrong; nothing was tried.</summary>
    internal const int Usage = 2;

    /// <summary>A plan found something to change; nothing is wrong, and nothing was changed.</summary>
    internal const int Changes = 3;
}
