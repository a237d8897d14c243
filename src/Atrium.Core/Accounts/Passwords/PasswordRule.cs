using System.Text;

namespace Atrium.Core.Accounts.Passwords;

/// <summary>What a password must be: long, not among those that everybody tries first, and nothing else (NIST SP 800-63B).</summary>
internal static class PasswordRule
{
    internal const int MinCharacters = 12;

    /// <summary>Longer ones gain nothing, and hashing them is work that a stranger can ask for.</summary>
    internal const int MaxBytes = 1024;

    /// <summary>Shorter names are in too many words by chance.</summary>
    private const int MinNameLength = 3;

    internal static Refused? Check(string password, string account)
    {
        if (password.EnumerateRunes().Count() < MinCharacters)
            return Refused.Invalid($"A password has at least {MinCharacters} characters. Several words that do not belong together are easy to keep in mind.");
        if (Encoding.UTF8.GetByteCount(password) > MaxBytes)
            return Refused.Invalid($"A password has at most {MaxBytes} bytes.");
        if (password.Any(char.IsControl))
            return Refused.Invalid("A password has no control characters.");
        if (account.Length >= MinNameLength && CommonPasswords.Forms(password).Any(form => form.Contains(account, StringComparison.Ordinal)))
            return Refused.Invalid("The password holds the account's name, which is the first that others try. Choose one without it.");
        return CommonPasswords.Contains(password)
            ? Refused.Invalid("The password is a common one, or a small change of one: those are tried first. Choose several words that do not belong together.")
            : null;
    }
}
