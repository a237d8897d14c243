namespace Atrium.Core.Accounts;

/// <summary>What an account may be called: names that every protocol can carry and no person can confuse.</summary>
internal static class AccountNameRule
{
    /// <summary>The local part of an e-mail address has at most 64 (RFC 5321, 4.5.3.1.1).</summary>
    internal const int MaxLength = 64;

    /// <summary>Names that records use for whoever is no account, and what the API calls the caller himself.</summary>
    private static readonly string[] Reserved = ["anonymous", "operator", "system", "everyone", "anyone", "me"];

    internal static Outcome<string> Check(string name)
    {
        var folded = name.ToLowerInvariant();
        if (!IsWellFormed(folded))
            return Refused.Invalid($"An account's name has 1 to {MaxLength} letters a-z, digits, and '.', '-' or '_' between them.");
        return Reserved.Contains(folded) ? Refused.Invalid($"'{folded}' means somebody else already; choose another name.") : folded;
    }

    internal static bool IsWellFormed(string folded)
        => folded.Length is > 0 and <= MaxLength && char.IsAsciiLetterOrDigit(folded[0]) && char.IsAsciiLetterOrDigit(folded[^1])
            && folded.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');
}
