using System.Diagnostics.Metrics;
using System.Text;
using Atrium.Core.Accounts;
using Atrium.Core.Accounts.Passwords;
using MailKit.Security;

namespace Atrium.Core.Tests.Accounts;

/// <summary>SCRAM-SHA-256 spoken by MailKit's client.</summary>
public sealed class ScramTests : IAsyncLifetime
{
    private const string Password = "sunken lantern orchard";

    private TestStore store = null!;
    private NewAppPassword phone = null!;

    public async ValueTask InitializeAsync()
    {
        store = await TestStore.OpenAsync();
        await store.Operator.Accounts.AddAsync(new NewAccount("alice", Password), default);
        await store.Operator.Accounts.AddAsync(new NewAccount("bare", Password), default);
        phone = (await store.Operator.Credentials.AddAppPasswordAsync("alice", "Phone", ["imap", "smtp"], default)).Value;
    }

    public ValueTask DisposeAsync() => store.DisposeAsync();

    [Fact]
    public async Task Scram_AppPassword_IsTheAccountsWorkspace()
    {
        var client = new SaslMechanismScramSha256(phone.Login, phone.Password);
        var step = await store.SpeakAsync(client, Entrance.Visit("imap"));
        Assert.Equal("alice", step.Workspace?.AccountName);
        Assert.True(client.IsAuthenticated); // the server has proven itself too
    }

    [Theory]
    [InlineData("alice+phone", "aaaa-bbbb-cccc-dddd-eeee")]
    [InlineData("alice+other", null)]
    [InlineData("alice", null)]
    [InlineData("nobody+phone", null)]
    [InlineData("bare+phone", null)]
    [InlineData("=,+phone", null)]
    public async Task Scram_AnythingElse_IsRefusedInTheSameWords(string login, string? password)
        => Assert.Equal(new Refused(Refusal.SignInRequired, "The name or the password is wrong."), (await store.ScramAsync(login, password ?? phone.Password)).Refused);

    /// <summary>ATTACKS 14: a way in by SCRAM or for another protocol would skip what guards the account's own password.</summary>
    [Fact]
    public async Task Attack14_OwnPasswordOverScram_AndAppPasswordAtAnotherDoor_AreRefused()
    {
        Assert.Null((await store.ScramAsync("alice", Password)).Workspace);
        Assert.Null((await store.ScramAsync("alice+password", Password)).Workspace);
        Assert.Null((await store.ScramAsync(phone.Login, phone.Password, "ftp")).Workspace);
        Assert.Null((await store.PlainAsync("alice", phone.Password, "https")).Workspace);
        Assert.NotNull((await store.PlainAsync("alice", phone.Password, "smtp")).Workspace);
    }

    [Theory]
    [InlineData("SCRAM-SHA-256-PLUS", true, true)]
    [InlineData("SCRAM-SHA-256-PLUS", false, false)]
    [InlineData("SCRAM-SHA-256", true, true)] // the client cannot bind
    public async Task Scram_BoundToTheCertificate_IsAcceptedOverThisChannelOnly(string mechanism, bool sameChannel, bool accepted)
    {
        using var door = new MailDoor();
        var serving = door.SignInOneAsync(store.SignIn, sameChannel ? door.EndPoint : new byte[32]);
        using var client = new MailKit.Net.Smtp.SmtpClient { ServerCertificateValidationCallback = (_, shown, _, _) => door.IsItsOwn(shown) };
        await client.ConnectAsync("127.0.0.1", door.Port, SecureSocketOptions.SslOnConnect, TestContext.Current.CancellationToken);
        SaslMechanism speaker = mechanism == "SCRAM-SHA-256"
            ? new SaslMechanismScramSha256(phone.Login, phone.Password)
            : new SaslMechanismScramSha256Plus(phone.Login, phone.Password);
        var signingIn = client.AuthenticateAsync(speaker, TestContext.Current.CancellationToken);
        if (accepted)
            await signingIn;
        else
            await Assert.ThrowsAsync<AuthenticationException>(() => signingIn);
        client.Dispose();
        Assert.Equal(accepted ? "alice" : null, (await serving)?.AccountName);
        Assert.Equal(accepted, speaker.IsAuthenticated);
        Assert.Equal(accepted && mechanism == "SCRAM-SHA-256-PLUS", speaker.NegotiatedChannelBinding);
    }

    [Theory]
    [InlineData("y,,n=alice+phone,r=abc")] // the client could bind, and was told that the server cannot: somebody is between them
    [InlineData("p=tls-server-end-point,,n=alice+phone,r=abc")]
    public async Task Scram_BindingThatDoesNotFitTheMechanism_IsRefused(string first)
    {
        var visit = Entrance.Visit("imap") with { ChannelBinding = new byte[32] };
        Assert.NotNull((await store.SignIn.Begin("SCRAM-SHA-256", visit).Value.StepAsync(Encoding.UTF8.GetBytes(first), default)).Refused);
    }

    [Theory]
    [InlineData("")]
    [InlineData("n,,")]
    [InlineData("n,,n=alice+phone")]
    [InlineData("n,,n=alice+phone,r=")]
    [InlineData("n,,n=alice+phone,r=a b")]
    [InlineData("n,,m=x,n=alice+phone,r=abc")]
    [InlineData("n,,n=alice=20phone,r=abc")]
    [InlineData("n,a=bob,n=alice+phone,r=abc")]
    [InlineData("x,,n=alice+phone,r=abc")]
    [InlineData("p=tls-unique,,n=alice+phone,r=abc")]
    public async Task Scram_MalformedFirstMessage_IsRefusedInTheSameWords(string first)
        => Assert.Equal(CredentialCheck.Failed, await store.SignIn.Begin("SCRAM-SHA-256", Entrance.Visit("imap")).Value.StepAsync(Encoding.UTF8.GetBytes(first), default));

    [Theory]
    [InlineData("c=biws,r={nonce},p=AAAA")]
    [InlineData("c=eSws,r={nonce},p=AAAA")]
    [InlineData("c=biws,r=other,p=AAAA")]
    [InlineData("c=biws,r={nonce}")]
    [InlineData("c=biws,r={nonce},p=not base64")]
    [InlineData("")]
    public async Task Scram_WrongLastMessage_IsRefusedAndTheExchangeIsOver(string last)
    {
        var exchange = store.SignIn.Begin("SCRAM-SHA-256", Entrance.Visit("imap")).Value;
        var first = Encoding.UTF8.GetString((await exchange.StepAsync("n,,n=alice+phone,r=abc"u8.ToArray(), default)).Challenge!);
        var nonce = first[2..first.IndexOf(',', StringComparison.Ordinal)];
        var final = Encoding.UTF8.GetBytes(last.Replace("{nonce}", nonce, StringComparison.Ordinal));
        Assert.Equal(CredentialCheck.Failed, await exchange.StepAsync(final, default));
        Assert.Equal(CredentialCheck.Failed, await exchange.StepAsync(ReadOnlyMemory<byte>.Empty, default));
    }

    [Fact]
    public async Task Attack45_SaltOfAnyName_LooksTheSameAndStaysOverARestart()
    {
        string[] logins = ["alice+phone", "alice+other", "alice", "bare+x", "nobody+phone", "nobody"];
        var before = await Task.WhenAll(logins.Select(SaltAsync));
        Assert.All(before, salt => Assert.Matches("^[A-Za-z0-9+/]{22}==,i=4096$", salt));
        Assert.Equal(before[0], before[1]); // a label says nothing about what labels there are
        Assert.NotEqual(before[0], before[4]);
        await store.ReopenAsync();
        Assert.Equal(before, await Task.WhenAll(logins.Select(SaltAsync)));
    }

    [Fact]
    public async Task Attack45_AnyWrongSignIn_CostsWhatEveryOtherCosts()
    {
        for (var i = 0; i < 5; i++)
            await store.Operator.Credentials.AddAppPasswordAsync("alice", $"more-{i}", [], default);
        await store.Operator.Accounts.AddAsync(new NewAccount("out", Password), default);
        await store.Operator.Accounts.SetAsync("out", new AccountSettings { State = AccountState.Disabled }, default);
        string[] names = ["alice", "bare", "nobody", "out"];
        var plain = new List<string>();
        var labelled = new List<string>();
        var scram = new List<string>();
        foreach (var name in names)
        {
            plain.Add(await WorkOfAsync(() => store.PlainAsync(name, "wrong lantern orchard")));
            labelled.Add(await WorkOfAsync(() => store.PlainAsync($"{name}+phone", "aaaa-bbbb-cccc-dddd-eeee")));
            scram.Add(await WorkOfAsync(() => store.ScramAsync($"{name}+phone", "aaaa-bbbb-cccc-dddd-eeee")));
        }
        Assert.Equal(["argon2id 1, pbkdf2 1"], plain.Distinct());
        Assert.Equal(["pbkdf2 1"], labelled.Distinct());
        Assert.Equal([""], scram.Distinct());
    }

    // What was computed on the server's side, as its metrics tell it.
    private async Task<string> WorkOfAsync(Func<Task<SignInStep>> signIn)
    {
        var counts = new SortedDictionary<string, long>(StringComparer.Ordinal);
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name == PasswordHashing.HashesName && ReferenceEquals(instrument.Meter.Scope, store.Store.Hashing))
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((_, count, tags, _) =>
        {
            var algorithm = (string)tags[0].Value!;
            lock (counts)
                counts[algorithm] = counts.GetValueOrDefault(algorithm) + count;
        });
        listener.Start();
        Assert.Equal(CredentialCheck.Failed, await signIn());
        return string.Join(", ", counts.Select(pair => $"{pair.Key} {pair.Value}"));
    }

    private async Task<string> SaltAsync(string login)
    {
        var step = await store.SignIn.Begin("SCRAM-SHA-256", Entrance.Visit("imap")).Value.StepAsync(Encoding.UTF8.GetBytes($"n,,n={login},r=abc"), default);
        var text = Encoding.UTF8.GetString(step.Challenge!);
        return text[(text.IndexOf(",s=", StringComparison.Ordinal) + 3)..];
    }
}
