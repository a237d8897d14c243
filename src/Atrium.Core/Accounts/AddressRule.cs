using System.Buffers;
using Atrium.Core.Ports;

namespace Atrium.Core.Accounts;

/// <summary>
/// An e-mail address as RFC 5321, 4.1.2 has it: a dot-string (letters and digits of any script by RFC 6531), an at sign, a domain of
/// at least one label. Quoted local parts and address literals, which no person has, are not taken.
/// </summary>
internal static class AddressRule
{
    // RFC 5321, 4.5.3.1: a path has 256 with its brackets.
    private const int MaxLocal = 64, MaxDomain = 255, MaxLength = 254, MaxLabel = 63;

    private static readonly SearchValues<char> AtomSigns = SearchValues.Create("!#$%&'*+-/=?^_`{|}~");

    internal static Outcome<AddressRow> Check(string address)
    {
        var at = address.LastIndexOf('@');
        if (at < 1 || address.Length > MaxLength || at > MaxLocal || address.Length - at - 1 is < 1 or > MaxDomain
            || !address[..at].Split('.').All(IsAtom) || !address[(at + 1)..].Split('.').All(IsLabel))
            return Refused.Invalid($"'{(address.Length > MaxLength ? address[..MaxLength] : address)}' is not an e-mail address such as alice@example.org.");
        return new AddressRow(address.ToLowerInvariant(), address, Account: 0);
    }

    private static bool IsAtom(string atom) => atom.Length > 0 && atom.All(c => char.IsLetterOrDigit(c) || AtomSigns.Contains(c));

    private static bool IsLabel(string label) => label.Length is > 0 and <= MaxLabel && label.All(c => char.IsLetterOrDigit(c) || c == '-')
        && label[0] != '-' && label[^1] != '-';
}
