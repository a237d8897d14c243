using System.Text;

namespace Atrium.Core.Accounts;

/// <summary>What a password must be: long, and nothing else (NIST SP 800-63B).</summary>
internal static class PasswordRule
{
    internal const int MinCharacters = 12;

    /// <summary>Longer ones gain nothing, and hashing them is work that a stranger can ask for.</summary>
    internal const int MaxBytes = 1024;

    internal static Refused? Check(string password)
    {
        if (password.EnumerateRunes().Count() < MinCharacters)
            return Refused.Invalid($"A password has at least {MinCharacters} characters.");
        if (Encoding.UTF8.GetByteCount(password) > MaxBytes)
            return Refused.Invalid($"A password has at most {MaxBytes} bytes.");
        return password.Any(char.IsControl) ? Refused.Invalid("A password has no control characters.") : null;
    }
}
