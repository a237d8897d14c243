namespace Atrium.Core.Accounts.Attempts;

/// <summary>What is known of the pair of an account and an address.</summary>
internal enum Standing
{
    /// <summary>Nothing: the account is not known to be used from there.</summary>
    Stranger,

    /// <summary>Somebody has signed in to the account from there lately.</summary>
    Known,
}

/// <summary>What a secret can be, by its form.</summary>
internal enum SecretForm
{
    /// <summary>A person has chosen it: it can be guessed.</summary>
    Chosen,

    /// <summary>It has the form of one that is generated, and may be a person's choice all the same.</summary>
    Either,

    /// <summary>Only what was generated is compared with it: a hundred bits are not guessed.</summary>
    Generated,
}

/// <summary>An attempt that is looked at. It is counted as a failed one from the start.</summary>
/// <param name="Counted">Where, and how much.</param>
/// <param name="OnlyGenerated">
/// The account is being attacked, and whoever asks is a stranger to it: generated secrets are looked at, the account's own password is not.
/// </param>
internal sealed record Attempt(IReadOnlyList<Attempt.Mark> Counted, bool OnlyGenerated)
{
    internal readonly record struct Mark(AttemptTable Table, ulong Subject, double Weight, Pace Pace);
}
