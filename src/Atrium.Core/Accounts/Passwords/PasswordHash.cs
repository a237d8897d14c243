using System.Security.Cryptography;
using NSec.Cryptography;

namespace Atrium.Core.Accounts.Passwords;

/// <summary>
/// Argon2id (RFC 9106) with OWASP's parameters: 19 MiB, 2 passes, 1 lane. Stored as the usual string
/// <c>$argon2id$v=19$m=19456,t=2,p=1$salt$hash</c>, so that the parameters can be raised later.
/// </summary>
internal static class PasswordHash
{
    private const int MemoryKiB = 19 * 1024, Passes = 2, SaltSize = 16, HashSize = 32;
    private const string Prefix = "$argon2id$v=19$m=19456,t=2,p=1$";

    internal static string Create(ReadOnlySpan<byte> password)
    {
        Span<byte> salt = stackalloc byte[SaltSize];
        RandomNumberGenerator.Fill(salt);
        return $"{Prefix}{Encode(salt)}${Encode(Derive(password, salt, MemoryKiB, Passes))}";
    }

    internal static bool Verify(ReadOnlySpan<byte> password, string verifier)
    {
        var parts = verifier.Split('$');
        if (parts is not ["", "argon2id", "v=19", var parameters, var salt, var hash] || Read(parameters) is not (var memory, var passes))
            throw new InvalidDataException("A stored password is not an Argon2id string: the catalog is damaged, or newer than this program.");
        return CryptographicOperations.FixedTimeEquals(Derive(password, Decode(salt), memory, passes), Decode(hash));
    }

    private static (int Memory, int Passes)? Read(string parameters)
        => parameters.Split(',') is [var m, var t, "p=1"]
            && m.StartsWith("m=", StringComparison.Ordinal) && int.TryParse(m.AsSpan(2), out var memory)
            && t.StartsWith("t=", StringComparison.Ordinal) && int.TryParse(t.AsSpan(2), out var passes)
                ? (memory, passes)
                : null;

    private static byte[] Derive(ReadOnlySpan<byte> password, ReadOnlySpan<byte> salt, int memory, int passes)
        => new Argon2id(new Argon2Parameters { DegreeOfParallelism = 1, MemorySize = memory, NumberOfPasses = passes })
            .DeriveBytes(password, salt, HashSize);

    // Base64 without padding, as PHC strings have it.
    private static string Encode(ReadOnlySpan<byte> bytes) => Convert.ToBase64String(bytes).TrimEnd('=');

    private static byte[] Decode(string text) => Convert.FromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '='));
}
