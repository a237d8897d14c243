using System.Diagnostics.Metrics;
using System.Security.Cryptography;
using System.Text;
using Atrium.Core.Accounts.Scram;

namespace Atrium.Core.Accounts.Passwords;

/// <summary>
/// The costly computations, bounded and counted. The counts are a metric for operators: they rise with every guess, of whatever name.
/// </summary>
internal sealed class PasswordHashing : IDisposable
{
    internal const string MeterName = "Atrium.SignIn", HashesName = "atrium.sign_in.hashes";

    // Each hash takes 19 MiB and one core for some 30 ms: more at once than there are cores only makes all of them late.
    private readonly SemaphoreSlim turns = new(Math.Max(1, Environment.ProcessorCount - 1));
    private readonly Meter meter;
    private readonly Counter<long> hashes;

    internal PasswordHashing()
    {
        meter = new Meter(new MeterOptions(MeterName) { Scope = this });
        hashes = meter.CreateCounter<long>(HashesName, "{hash}", "Computations of password hashes, right and wrong ones.");
    }

    internal async ValueTask<string> CreateAsync(string password, CancellationToken cancellation)
        => await InTurnAsync(() => PasswordHash.Create(Encoding.UTF8.GetBytes(password)), cancellation);

    internal async ValueTask<bool> VerifyAsync(ReadOnlyMemory<byte> password, string verifier, CancellationToken cancellation)
        => await InTurnAsync(() => PasswordHash.Verify(password.Span, verifier), cancellation);

    /// <summary>SaltedPassword of RFC 5802: about a millisecond, and no memory to speak of.</summary>
    internal byte[] Salt(ReadOnlySpan<byte> password, ReadOnlySpan<byte> salt, int iterations)
    {
        hashes.Add(1, new KeyValuePair<string, object?>("algorithm", "pbkdf2"));
        return Rfc2898DeriveBytes.Pbkdf2(password, salt, iterations, HashAlgorithmName.SHA256, ScramVerifier.HashSize);
    }

    public void Dispose()
    {
        turns.Dispose();
        meter.Dispose();
    }

    private async ValueTask<T> InTurnAsync<T>(Func<T> compute, CancellationToken cancellation)
    {
        await turns.WaitAsync(cancellation);
        try
        {
            hashes.Add(1, new KeyValuePair<string, object?>("algorithm", "argon2id"));
            return await Task.Run(compute, CancellationToken.None);
        }
        finally
        {
            turns.Release();
        }
    }
}
