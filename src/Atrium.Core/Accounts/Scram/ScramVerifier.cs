using System.Globalization;
using System.Security.Cryptography;

namespace Atrium.Core.Accounts.Scram;

/// <summary>
/// What the server keeps of a password for SCRAM-SHA-256 (RFC 5802, 7677), as text: <c>SCRAM-SHA-256$4096:salt$StoredKey:ServerKey</c>.
/// Only generated passwords are kept so: their hundred bits need no costly hash.
/// </summary>
internal sealed record ScramVerifier(int Iterations, byte[] Salt, byte[] StoredKey, byte[] ServerKey)
{
    /// <summary>What RFC 7677 asks for, and what clients expect.</summary>
    internal const int DefaultIterations = 4096;

    internal const int HashSize = SHA256.HashSizeInBytes;

    internal static ScramVerifier Of(ReadOnlySpan<byte> saltedPassword, byte[] salt, int iterations) => new(
        iterations, salt, StoredKeyOf(saltedPassword), HMACSHA256.HashData(saltedPassword, "Server Key"u8));

    internal static ScramVerifier Parse(string text)
    {
        if (text.Split('$') is ["SCRAM-SHA-256", var derivation, var keys]
            && derivation.Split(':') is [var iterations, var salt]
            && keys.Split(':') is [var stored, var server])
        {
            return new ScramVerifier(
                int.Parse(iterations, CultureInfo.InvariantCulture), Convert.FromBase64String(salt), Convert.FromBase64String(stored), Convert.FromBase64String(server));
        }
        throw new InvalidDataException("A stored app password is not a SCRAM verifier: the catalog is damaged, or newer than this program.");
    }

    /// <summary>What a verifier keeps of a password that was salted for it.</summary>
    internal static byte[] StoredKeyOf(ReadOnlySpan<byte> saltedPassword) => SHA256.HashData(HMACSHA256.HashData(saltedPassword, "Client Key"u8));

    /// <summary>RFC 5802, 3: the proof is ClientKey xor HMAC(StoredKey, AuthMessage), and StoredKey is the hash of ClientKey.</summary>
    internal bool Accepts(ReadOnlySpan<byte> proof, ReadOnlySpan<byte> authMessage)
    {
        var key = HMACSHA256.HashData(StoredKey, authMessage);
        if (proof.Length != key.Length)
            return false;
        for (var i = 0; i < key.Length; i++)
            key[i] ^= proof[i];
        return CryptographicOperations.FixedTimeEquals(SHA256.HashData(key), StoredKey);
    }

    internal byte[] Sign(ReadOnlySpan<byte> authMessage) => HMACSHA256.HashData(ServerKey, authMessage);

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"SCRAM-SHA-256${Iterations}:{Convert.ToBase64String(Salt)}${Convert.ToBase64String(StoredKey)}:{Convert.ToBase64String(ServerKey)}");
}
