using System.CommandLine;
using System.Security.Cryptography;
using Atrium.CommandLine;
using Spectre.Console;

namespace Atrium.Accounts;

/// <summary>Where a new password comes from.</summary>
internal enum PasswordSource
{
    /// <summary>The first line of standard input.</summary>
    Input,

    /// <summary>A person types it twice, unseen.</summary>
    Person,

    /// <summary>Made here, printed once.</summary>
    Generated,
}

/// <summary>New passwords: read, asked for, or made.</summary>
internal static class NewPassword
{
    /// <summary>Letters and digits that nobody mistakes for another when he copies them by hand: no 0 O o, 1 I l, and no vowels for words.</summary>
    internal const string Alphabet = "bcdfghjkmnpqrstvwxyzBCDFGHJKLMNPQRSTVWXYZ23456789";

    /// <summary>24 of 49 signs: 134 bits.</summary>
    internal const int Length = 24;

    internal static Option<bool> FromInput() => new("--password-stdin") { Description = "Read the password from the first line of standard input" };

    /// <summary>Where it comes from when nothing else is said: a person, where there is one.</summary>
    internal static PasswordSource Source(bool fromInput, Shell shell) => fromInput ? PasswordSource.Input
        : shell is { InIsTerminal: true, OutIsTerminal: true } ? PasswordSource.Person
        : PasswordSource.Generated;

    internal static string Obtain(PasswordSource source, Shell shell) => source switch
    {
        PasswordSource.Input => shell.In.ReadLine() is { Length: > 0 } line ? line
            : throw new CommandFailedException("Standard input holds no password: write it on its first line."),
        PasswordSource.Person => Ask(shell),
        PasswordSource.Generated => Generate(),
        _ => throw new ArgumentOutOfRangeException(nameof(source)),
    };

    internal static string Generate() => RandomNumberGenerator.GetString(Alphabet, Length);

    private static string Ask(Shell shell)
    {
        var terminal = shell.Terminal.Value;
        while (true)
        {
            var password = terminal.Prompt(new TextPrompt<string>("Password:").Secret(null));
            if (password == terminal.Prompt(new TextPrompt<string>("Once more:").Secret(null)))
                return password;
            terminal.WriteLine("The two are not the same; try again.");
        }
    }
}
