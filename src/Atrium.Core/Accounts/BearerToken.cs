using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Atrium.Core.Accounts;

/// <summary>
/// Tokens for scripts: 256 random bits, behind a prefix by which people and scanners for leaked secrets know them. Only the hash is
/// kept: what is random needs no salt and no costly hash.
/// </summary>
internal static class BearerToken
{
    internal const string Prefix = "atr_";

    /// <summary>How many an account may have: enough for scripts, few enough to be looked through by a person.</summary>
    internal const int MaxOfAccount = 50;

    /// <summary>Long enough that a script does not stop every month, short enough that a forgotten one ends by itself.</summary>
    internal static readonly TimeSpan DefaultLifetime = TimeSpan.FromDays(90);

    /// <summary>What nobody looks at for a year is forgotten.</summary>
    internal static readonly TimeSpan MaxLifetime = TimeSpan.FromDays(366);

    private const int Size = 32;

    internal static string Generate() => Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Size));

    internal static string Verifier(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
