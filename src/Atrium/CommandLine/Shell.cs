using Spectre.Console;

namespace Atrium.CommandLine;

/// <summary>What surrounds a command: its streams, its environment and the clock. Tests bring their own.</summary>
internal sealed record Shell
{
    internal required TextReader In { get; init; }

    internal required TextWriter Out { get; init; }

    internal required TextWriter Error { get; init; }

    /// <summary>Standard output for what is no text.</summary>
    internal Func<Stream> OutBytes { get; init; } = Console.OpenStandardOutput;

    /// <summary>A person reads standard output as it is written.</summary>
    internal required bool OutIsTerminal { get; init; }

    /// <summary>A person can be asked.</summary>
    internal required bool InIsTerminal { get; init; }

    internal required Func<string, string?> Environment { get; init; }

    internal required TimeProvider Clock { get; init; }

    /// <summary>The terminal with its colours, for tables and progress; made only when it is used, since it asks the terminal.</summary>
    internal Lazy<IAnsiConsole> Terminal { get; } = new(() => AnsiConsole.Console);

    /// <summary>The program's own.</summary>
    internal static Shell OfProcess() => new()
    {
        In = Console.In,
        Out = Console.Out,
        Error = Console.Error,
        OutIsTerminal = !Console.IsOutputRedirected,
        InIsTerminal = !Console.IsInputRedirected,
        Environment = System.Environment.GetEnvironmentVariable,
        Clock = TimeProvider.System,
    };

    /// <summary>A name, which may hold what a terminal takes for a command.</summary>
    internal static string Printable(string text) => text.Any(char.IsControl) ? string.Concat(text.Select(c => char.IsControl(c) ? '?' : c)) : text;

    /// <summary>A message for a person beside the output proper, which another program may read.</summary>
    internal void Say(string sentence) => Error.WriteLine($"atrium: {sentence}");
}
