using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Atrium.Core.Shares;

/// <summary>The secret in the address of a link: random, so that no link is found by trying, and kept as its hash alone.</summary>
internal static class ShareToken
{
    /// <summary>144 bits: more than anybody tries, in 24 signs that a person can still copy.</summary>
    private const int Size = 18;

    internal static string Generate() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Size));

    internal static string Verifier(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
