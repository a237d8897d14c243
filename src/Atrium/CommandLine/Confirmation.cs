using System.CommandLine;
using Spectre.Console;

namespace Atrium.CommandLine;

/// <summary>The question before what has consequences: it says what will happen, and is asked on a terminal only.</summary>
internal sealed class Confirmation(Shell shell)
{
    internal Option<bool> Yes { get; } = new("--yes", "-y") { Description = "Do it without asking" };

    /// <summary>Asks a person; a script that asks for something means it.</summary>
    /// <param name="parsed">Where <see cref="Yes"/> was given, or not.</param>
    /// <param name="consequence">What will happen, as a sentence.</param>
    /// <exception cref="CommandFailedException">The person has thought better of it.</exception>
    internal void Ask(ParseResult parsed, string consequence)
    {
        if (parsed.GetValue(Yes) || !IsTerminal)
            return;
        if (!shell.Terminal.Value.Confirm(Markup.Escape(consequence + " Go on?"), defaultValue: false))
            throw new CommandFailedException("Nothing was changed.");
    }

    /// <summary>The same before what cannot be taken back: a script must have said --yes.</summary>
    internal void Require(ParseResult parsed, string consequence)
    {
        if (!parsed.GetValue(Yes) && !IsTerminal)
            throw new CommandFailedException($"{consequence} Nobody can be asked here: add --yes when that is meant.");
        Ask(parsed, consequence);
    }

    private bool IsTerminal => shell.InIsTerminal && shell.OutIsTerminal;
}
