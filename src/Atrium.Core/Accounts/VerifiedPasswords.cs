using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Atrium.Core.Accounts;

/// <summary>
/// Remembers, in memory and under a key that dies with the process, that a password was right for a verifier, so that
/// clients that sign in with every request do not pay Argon2id each time. A changed password has another verifier, and
/// is not found here.
/// </summary>
internal sealed class VerifiedPasswords(TimeProvider clock)
{
    /// <summary>As long as a client's burst of requests: a stolen memory image is worth little later.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    /// <summary>Bounds the memory; each entry is about 150 bytes.</summary>
    private const int MaxEntries = 10_000;

    private readonly byte[] key = RandomNumberGenerator.GetBytes(32);
    private readonly ConcurrentDictionary<string, long> until = new();

    internal bool Contains(ReadOnlySpan<byte> password, string verifier)
        => until.TryGetValue(Tag(password, verifier), out var end) && clock.GetTimestamp() < end;

    internal void Add(ReadOnlySpan<byte> password, string verifier)
    {
        if (until.Count >= MaxEntries)
            RemoveExpired();
        if (until.Count < MaxEntries)
            until[Tag(password, verifier)] = clock.GetTimestamp() + (long)(Lifetime.TotalSeconds * clock.TimestampFrequency);
    }

    private void RemoveExpired()
    {
        var now = clock.GetTimestamp();
        foreach (var (tag, end) in until)
        {
            if (end <= now)
                until.TryRemove(tag, out _);
        }
    }

    private string Tag(ReadOnlySpan<byte> password, string verifier)
    {
        using var mac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        mac.AppendData(Encoding.UTF8.GetBytes(verifier));
        mac.AppendData([0]);
        mac.AppendData(password);
        Span<byte> tag = stackalloc byte[32];
        mac.GetHashAndReset(tag);
        return Convert.ToBase64String(tag);
    }
}
