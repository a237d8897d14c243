using System.CommandLine;
using Spectre.Console;

namespace Atrium.CommandLine;

/// <summary>
/// The question before what cannot be taken back easily: it says what will happen, and is asked on a terminal only. A script that asks
/// for something means it.
/// </summary>
internal sealed class Confirmation(Shell shell)
{
    internal Option<bool> Yes { get; } = new("--yes", "-y") { Description = "Do it without asking" };

    /// <param name="parsed">Where <see cref="Yes"/> was given, or not.</param>
    /// <param name="consequence">What will happen, as a sentence.</param>
    /// <exception cref="CommandFailedException">The person has thought better of it.</exception>
    internal void Ask(ParseResult parsed, string consequence)
    {
        if (parsed.GetValue(Yes) || !shell.InIsTerminal || !shell.OutIsTerminal)
            return;
        if (!shell.Terminal.Value.Confirm(Markup.Escape(consequence + " Go on?"), defaultValue: false))
            throw new CommandFailedException("Nothing was changed.");
    }
}
