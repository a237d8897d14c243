using System.Security.Cryptography;
using System.Text;

namespace Atrium.Core.Accounts;

/// <summary>
/// Generated passwords for one program or device: five groups of four signs out of 32 are 100 bits. No 0 and o, no 1 and l: nobody
/// mistakes one for another when he copies them by hand.
/// </summary>
internal static class AppPassword
{
    /// <summary>How many an account may have: one for each program and device of a person, and a bound for what a guess is compared with.</summary>
    internal const int MaxOfAccount = 50;

    private const string Alphabet = "abcdefghijkmnpqrstuvwxyz23456789";
    private const int Groups = 5, GroupLength = 4;

    internal static string Generate()
    {
        return string.Join('-', Enumerable.Range(0, Groups).Select(_ => RandomNumberGenerator.GetString(Alphabet, GroupLength)));
    }

    /// <summary>True for what has the form of a generated one, canonically.</summary>
    internal static bool IsWellFormed(ReadOnlySpan<byte> canonical)
        => canonical.Length == (Groups * (GroupLength + 1)) - 1 && canonical.Count((byte)'-') == Groups - 1;

    /// <summary>As it was shown, whether it was typed with capitals, with spaces or without the dashes; anything else as it is.</summary>
    internal static byte[] Canonical(byte[] password)
    {
        var signs = new StringBuilder();
        foreach (var b in password)
        {
            var sign = char.ToLowerInvariant((char)b);
            if (sign is '-' or ' ')
                continue;
            if (!Alphabet.Contains(sign, StringComparison.Ordinal) || signs.Length == Groups * GroupLength)
                return password;
            signs.Append(sign);
        }
        return signs.Length == Groups * GroupLength
            ? Encoding.ASCII.GetBytes(string.Join('-', signs.ToString().Chunk(GroupLength).Select(group => new string(group))))
            : password;
    }
}
