using System.Text;
using Atrium.Core.Access;
using Atrium.Core.Ports;

namespace Atrium.Core.Accounts;

/// <summary>The only place where an account becomes a caller.</summary>
public sealed class SignIn : ISignIn, IDisposable
{
    /// <summary>The protocol of the server's own socket; its file mode is its sign-in.</summary>
    public const string LocalProtocol = "local";

    private readonly Store store;
    private readonly VerifiedPasswords verified;
    private readonly string decoy = PasswordHash.Create("a password of nobody"u8);

    // Each hash takes 19 MiB and one core for some 30 ms: more at once than there are cores only makes all of them late.
    private readonly SemaphoreSlim hashing = new(Math.Max(1, Environment.ProcessorCount - 1));

    /// <summary>Makes the sign-in of a store.</summary>
    public SignIn(Store store)
    {
        ArgumentNullException.ThrowIfNull(store);
        this.store = store;
        verified = new VerifiedPasswords(store.Clock);
    }

    /// <inheritdoc/>
    public Outcome<ISignInExchange> Begin(string mechanism, Visit visit)
    {
        ArgumentNullException.ThrowIfNull(visit);
        return mechanism switch
        {
            "PLAIN" when visit.Encrypted => new Plain(this, visit),
            "PLAIN" => new Refused(Refusal.SignInRequired, "A password is taken only over TLS."),
            "EXTERNAL" when visit.Protocol == LocalProtocol => new External(this, visit),
            _ => Refused.Invalid($"The mechanism {mechanism} is not offered here."),
        };
    }

    /// <inheritdoc/>
    public Workspace Anonymous(Visit visit) => Open(new Caller(Caller.Anonymous, "anonymous", visit));

    /// <inheritdoc/>
    public void Dispose() => hashing.Dispose();

    private Workspace Open(Caller caller) => new(caller, new Repository.Files(store, caller), new AccessControl(store, caller), new Sites.Sites(store, caller), new Administration(store, caller));

    private static SignInStep Failed { get; } = new(null, null, new Refused(Refusal.SignInRequired, "The name or the password is wrong."));

    private async ValueTask<SignInStep> CheckPasswordAsync(string name, byte[] password, Visit visit, CancellationToken cancellation)
    {
        var found = await store.Catalog.ReadAsync(
            reader => reader.FindAccount(name.ToLowerInvariant()) is { } account
                ? (Account: account, Password: reader.Credentials(account.Id).FirstOrDefault(c => c.Kind == CredentialKind.Password))
                : default,
            cancellation);
        // An unknown name costs the same hash as a known one: neither the words nor the time tell them apart.
        var verifier = found.Password?.Verifier ?? decoy;
        var isRight = verified.Contains(password, verifier) || await HashAsync(password, verifier, cancellation);
        if (!isRight || found.Account is not { IsDisabled: false } account || found.Password is null)
            return Failed;
        return new SignInStep(null, Open(new Caller(account.Id, account.Name, visit) { Credential = found.Password.Id }), null);
    }

    private async ValueTask<bool> HashAsync(byte[] password, string verifier, CancellationToken cancellation)
    {
        await hashing.WaitAsync(cancellation);
        try
        {
            if (!await Task.Run(() => PasswordHash.Verify(password, verifier), CancellationToken.None))
                return false;
            verified.Add(password, verifier);
            return true;
        }
        finally
        {
            hashing.Release();
        }
    }

    /// <summary>RFC 4616: one message, [authzid] NUL authcid NUL passwd.</summary>
    private sealed class Plain(SignIn signIn, Visit visit) : ISignInExchange
    {
        public ValueTask<SignInStep> StepAsync(ReadOnlyMemory<byte> response, CancellationToken cancellation)
        {
            var message = response.Span;
            var first = message.IndexOf((byte)0);
            var second = first < 0 ? -1 : message[(first + 1)..].IndexOf((byte)0);
            if (second < 0)
                return ValueTask.FromResult(Failed);
            var identity = Encoding.UTF8.GetString(message[..first]);
            var name = Encoding.UTF8.GetString(message.Slice(first + 1, second));
            var password = message[(first + second + 2)..].ToArray();
            // Acting as somebody else is not offered; an empty name or password is never right (ATTACKS 28).
            return name.Length == 0 || password.Length is 0 or > PasswordRule.MaxBytes || (identity.Length > 0 && identity != name)
                ? ValueTask.FromResult(Failed)
                : signIn.CheckPasswordAsync(name, password, visit, cancellation);
        }
    }

    /// <summary>RFC 4422, appendix A: the kernel has checked who may open the socket.</summary>
    private sealed class External(SignIn signIn, Visit visit) : ISignInExchange
    {
        public ValueTask<SignInStep> StepAsync(ReadOnlyMemory<byte> response, CancellationToken cancellation)
            => ValueTask.FromResult(new SignInStep(null, signIn.Open(new Caller(Caller.Operator, "operator", visit)), null));
    }
}
