using System.Buffers;
using System.Net;
using System.Text;

namespace Atrium.Protocols.Http.Wire;

/// <summary>
/// A host and a port, as the field Host has them (RFC 9110, 7.2). RFC 3986 takes more for a name than any name has: a comma or a percent sign
/// there is how one server is made to see two hosts where another sees one.
/// </summary>
internal static class HostSyntax
{
    /// <summary>Five digits are the most that a port has.</summary>
    private const int MaxPortDigits = 5;

    private static readonly SearchValues<byte> NameBytes = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"u8);

    private static readonly SearchValues<byte> AddressBytes = SearchValues.Create("0123456789abcdefABCDEF:."u8);

    /// <summary>Null when it is well-formed.</summary>
    internal static string? Violation(ReadOnlySpan<byte> authority)
    {
        int end;
        if (authority is [(byte)'[', ..])
        {
            end = authority.IndexOf((byte)']') + 1;
            if (end == 0 || !IsAddress(authority[1..(end - 1)]))
                return "The host is not a valid address of IPv6.";
        }
        else
        {
            end = authority.IndexOf((byte)':');
            if (end < 0)
                end = authority.Length;
            if (end == 0)
                return "The host is empty.";
            if (authority[..end].ContainsAnyExcept(NameBytes))
                return "The host has a character that no host's name has.";
        }
        return end == authority.Length || IsPort(authority[end..]) ? null : "The port of the host is not a number from 0 to 65535.";
    }

    /// <summary>True when both say the same, a scheme's own port said or not.</summary>
    internal static bool AreSame(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other)
        => Ascii.EqualsIgnoreCase(WithoutOwnPort(one), WithoutOwnPort(other));

    private static ReadOnlySpan<byte> WithoutOwnPort(ReadOnlySpan<byte> authority)
        => authority.EndsWith(":443"u8) ? authority[..^4] : authority.EndsWith(":80"u8) ? authority[..^3] : authority;

    private static bool IsPort(ReadOnlySpan<byte> text)
        => text.Length is > 1 and <= 1 + MaxPortDigits && text[0] == ':' && !text[1..].ContainsAnyExceptInRange((byte)'0', (byte)'9')
        && (text.Length <= MaxPortDigits || text[1..].SequenceCompareTo("65535"u8) <= 0);

    private static bool IsAddress(ReadOnlySpan<byte> text)
        => !text.ContainsAnyExcept(AddressBytes) && text.Contains((byte)':') && IPAddress.TryParse(Encoding.ASCII.GetString(text), out _);
}
