using System.Diagnostics.Metrics;
using System.Security.Cryptography;
using System.Text;
using Atrium.Core.Accounts.Scram;
using Atrium.Core.Guard;

namespace Atrium.Core.Accounts.Passwords;

/// <summary>
/// The costly computations, queued and counted. The counts are a metric for operators: they rise with every guess, of whatever name.
/// </summary>
internal sealed class PasswordHashing : IDisposable
{
    internal const string MeterName = "Atrium.SignIn", HashesName = "atrium.sign_in.hashes";

    private readonly HashQueue queue = new();
    private readonly Meter meter;
    private readonly Counter<long> hashes;

    internal PasswordHashing()
    {
        meter = new Meter(new MeterOptions(MeterName) { Scope = this });
        hashes = meter.CreateCounter<long>(HashesName, "{hash}", "Computations of password hashes, right and wrong ones.");
    }

    /// <summary>Runs what computes hashes in its turn.</summary>
    /// <returns>Busy when too many wait.</returns>
    internal ValueTask<Outcome<T>> InTurnAsync<T>(HashLane lane, Network? from, Func<T> compute, CancellationToken cancellation)
        => queue.RunAsync(lane, from, compute, cancellation);

    /// <summary>The verifier of a new password. Nobody waits long behind it: like a stranger's, one of each address in turn.</summary>
    internal ValueTask<Outcome<string>> CreateAsync(string password, Visit visit, CancellationToken cancellation)
        => InTurnAsync(
            HashLane.Stranger, visit.Source,
            () =>
            {
                Count("argon2id");
                return PasswordHash.Create(Encoding.UTF8.GetBytes(password));
            },
            cancellation);

    /// <summary>Compares a password, in a turn.</summary>
    internal bool Verify(ReadOnlySpan<byte> password, string verifier)
    {
        Count("argon2id");
        return PasswordHash.Verify(password, verifier);
    }

    /// <summary>SaltedPassword of RFC 5802, in a turn: about a millisecond, and no memory to speak of.</summary>
    internal byte[] Salt(ReadOnlySpan<byte> password, ReadOnlySpan<byte> salt, int iterations)
    {
        Count("pbkdf2");
        return Rfc2898DeriveBytes.Pbkdf2(password, salt, iterations, HashAlgorithmName.SHA256, ScramVerifier.HashSize);
    }

    public void Dispose()
    {
        queue.Dispose();
        meter.Dispose();
    }

    private void Count(string algorithm) => hashes.Add(1, new KeyValuePair<string, object?>("algorithm", algorithm));
}
