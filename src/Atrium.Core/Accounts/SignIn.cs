using Atrium.Core.Accounts.Scram;
using Atrium.Core.Accounts.Sessions;
using Atrium.Core.Journal;
using Atrium.Core.Shares;

namespace Atrium.Core.Accounts;

/// <summary>The only place where an account becomes a caller.</summary>
public sealed class SignIn : ISignIn, IDisposable
{
    /// <summary>The protocol of the server's own socket; its file mode is its sign-in.</summary>
    public const string LocalProtocol = "local";

    /// <summary>Not of SASL: the message is the secret of a session, which a browser keeps in a cookie.</summary>
    public const string SessionMechanism = "SESSION";

    private readonly Store store;
    private readonly CredentialCheck check;
    private readonly SignInMetrics metrics = new();
    private readonly RecentSignIns recent;
    private readonly ShareCheck links;

    /// <summary>Makes the sign-in of a store.</summary>
    public SignIn(Store store)
    {
        ArgumentNullException.ThrowIfNull(store);
        this.store = store;
        check = new CredentialCheck(store, Open);
        recent = new RecentSignIns(store.Clock);
        links = new ShareCheck(store);
    }

    /// <inheritdoc/>
    public Outcome<ISignInExchange> Begin(string mechanism, Visit visit)
    {
        ArgumentNullException.ThrowIfNull(visit);
        return Find(mechanism, visit).Try(out var exchange, out var refused) ? new RecordedExchange(exchange, mechanism, visit, store.Journal, recent, metrics) : refused;
    }

    private Outcome<ISignInExchange> Find(string mechanism, Visit visit)
        => mechanism switch
        {
            "EXTERNAL" when visit.Protocol == LocalProtocol => new ExternalExchange(this, visit),
            "PLAIN" or "SCRAM-SHA-256" or "SCRAM-SHA-256-PLUS" or "OAUTHBEARER" or SessionMechanism when !visit.Encrypted
                => new Refused(Refusal.SignInRequired, "A sign-in is taken only over TLS."),
            "PLAIN" => new PlainExchange(check, visit),
            "SCRAM-SHA-256" => new ScramExchange(check, visit, ScramVariant.Plain),
            "SCRAM-SHA-256-PLUS" when visit.ChannelBinding is not null => new ScramExchange(check, visit, ScramVariant.Plus),
            "OAUTHBEARER" => new BearerExchange(check, visit),
            SessionMechanism => new SessionExchange(check, visit),
            _ => Refused.Invalid($"The mechanism {mechanism} is not offered here."),
        };

    /// <inheritdoc/>
    public Workspace Anonymous(Visit visit) => Open(new Caller(Caller.Anonymous, "anonymous", visit));

    /// <inheritdoc/>
    public async ValueTask<Outcome<SharedView>> FollowAsync(string token, ShareKey key, Visit visit, CancellationToken cancellation)
    {
        var followed = await links.FollowAsync(token, key, visit, cancellation);
        if (followed.Refused is { } refused)
            store.Journal.Record(visit, new JournalEntry(JournalKind.SignIn, "follow-link") { Outcome = refused.Kind, Detail = refused.Detail });
        return followed;
    }

    /// <summary>Forgets which passwords were right a moment ago.</summary>
    public void Dispose()
    {
        check.Forget();
        metrics.Dispose();
    }

    private Workspace Open(Caller caller) => new(store, caller);

    /// <summary>RFC 4422, appendix A: the kernel has checked who may open the socket.</summary>
    private sealed class ExternalExchange(SignIn signIn, Visit visit) : ISignInExchange
    {
        public ValueTask<SignInStep> StepAsync(ReadOnlyMemory<byte> response, CancellationToken cancellation)
            => ValueTask.FromResult(new SignInStep(null, signIn.Open(new Caller(Caller.Operator, "operator", visit) { ByPassword = true }), null));
    }
}
