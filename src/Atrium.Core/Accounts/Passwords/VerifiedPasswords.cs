using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Atrium.Core.Accounts.Passwords;

/// <summary>
/// Remembers, in memory and under a key that dies with the process, for which credential of an account a password was right, so that
/// clients that sign in with every request do not pay for the hash each time. Whoever asks looks whether the account still has it.
/// </summary>
internal sealed class VerifiedPasswords(TimeProvider clock)
{
    /// <summary>As long as a client's burst of requests: a stolen memory image is worth little later.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    /// <summary>Bounds the memory; each entry is about 150 bytes.</summary>
    private const int MaxEntries = 10_000;

    private readonly byte[] key = RandomNumberGenerator.GetBytes(32);
    private readonly ConcurrentDictionary<string, (long Credential, long Until)> known = new();

    /// <summary>The number of the credential; null when it is not known.</summary>
    internal long? Find(string tag) => known.TryGetValue(tag, out var found)
        && clock.GetTimestamp() < found.Until ? found.Credential : null;

    internal void Add(string tag, long credential)
    {
        if (known.Count >= MaxEntries)
            RemoveExpired();
        if (known.Count < MaxEntries)
            known[tag] = (credential, clock.GetTimestamp() + (long)(Lifetime.TotalSeconds * clock.TimestampFrequency));
    }

    internal void Clear() => known.Clear();

    private void RemoveExpired()
    {
        var now = clock.GetTimestamp();
        foreach (var (tag, (_, until)) in known)
        {
            if (until <= now)
                known.TryRemove(tag, out _);
        }
    }

    /// <summary>What stands for a login with a password; nothing can be read from it.</summary>
    internal string Tag(string login, ReadOnlySpan<byte> password)
    {
        using var mac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        mac.AppendData(Encoding.UTF8.GetBytes(login));
        mac.AppendData([0]);
        mac.AppendData(password);
        Span<byte> tag = stackalloc byte[32];
        mac.GetHashAndReset(tag);
        return Convert.ToBase64String(tag);
    }
}
