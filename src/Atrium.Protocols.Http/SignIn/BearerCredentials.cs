using System.Buffers;
using System.Text;

namespace Atrium.Protocols.Http.SignIn;

/// <summary>The field Authorization with the Bearer scheme (RFC 6750), turned into a message of SASL OAUTHBEARER (RFC 7628).</summary>
internal static class BearerCredentials
{
    private const string Scheme = "Bearer ";

    /// <summary>Some thirty times as long as a token; what is longer is not looked at.</summary>
    private const int MaxLength = 1536;

    // b64token (RFC 6750, 2.1).
    private static readonly SearchValues<char> Signs =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/=");

    /// <summary>What a client says to the news that its token is wrong.</summary>
    internal static ReadOnlyMemory<byte> Acknowledgement { get; } = new byte[] { 0x01 };

    internal static bool IsBearer(string authorization) => authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase);

    /// <summary>The message; null when the field is not well-formed. The caller must wipe it after use.</summary>
    internal static byte[]? ToMessage(string authorization)
    {
        var token = authorization.AsSpan(Scheme.Length).Trim(' ');
        return token.IsEmpty || token.Length > MaxLength || token.ContainsAnyExcept(Signs)
            ? null
            : Encoding.ASCII.GetBytes($"n,,\u0001auth=Bearer {token}\u0001\u0001");
    }
}
