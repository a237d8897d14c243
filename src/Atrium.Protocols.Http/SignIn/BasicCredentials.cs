using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Unicode;

namespace Atrium.Protocols.Http.SignIn;

/// <summary>The field Authorization with the Basic scheme (RFC 7617), turned into a message of SASL PLAIN (RFC 4616).</summary>
internal static class BasicCredentials
{
    private const string Scheme = "Basic ";

    /// <summary>Longer than the longest name with the longest password in base64; what is longer is not decoded.</summary>
    private const int MaxLength = 4096;

    /// <summary>
    /// The message NUL user NUL password; null when it is not Basic, or not well-formed: no colon, not base64, not UTF-8, a control
    /// character. The caller must wipe it after use.
    /// </summary>
    internal static byte[]? ToPlain(string authorization)
    {
        if (authorization.Length > MaxLength || !authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return null;
        var token = authorization.AsSpan(Scheme.Length).Trim(' ');
        // Base64 decoders skip white space; RFC 7617 has none in the token.
        if (token.IsEmpty || token.ContainsAny(' ', '\t') || !Base64.IsValid(token, out var length))
            return null;

        var buffer = ArrayPool<byte>.Shared.Rent(length + 1);
        try
        {
            if (!Convert.TryFromBase64Chars(token, buffer.AsSpan(1), out var written))
                return null;
            var pair = buffer.AsSpan(1, written);
            var colon = pair.IndexOf((byte)':');
            if (colon < 0 || HasControl(pair) || !Utf8.IsValid(pair))
                return null;
            buffer[0] = 0;
            pair[colon] = 0;
            return buffer.AsSpan(0, written + 1).ToArray();
        }
        finally
        {
            CryptographicOperations.ZeroMemory(buffer);
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static bool HasControl(ReadOnlySpan<byte> pair)
    {
        foreach (var b in pair)
        {
            if (b is < 0x20 or 0x7F)
                return true;
        }
        return false;
    }
}
