using Atrium.Core.Accounts;
using Atrium.Core.Repository;
using MailKit.Security;
using Microsoft.Extensions.Time.Testing;

namespace Atrium.Core.Tests.Accounts;

/// <summary>App passwords and tokens: made, used, limited, revoked, expired.</summary>
public sealed class CredentialTests : IAsyncLifetime
{
    private const string Password = "sunken lantern orchard";

    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 5, 1, 12, 0, 0, TimeSpan.Zero));
    private TestStore store = null!;

    public async ValueTask InitializeAsync()
    {
        store = await TestStore.OpenAsync(clock: clock);
        await store.Operator.Accounts.AddAsync(new NewAccount("alice", Password), default);
        await store.Operator.Accounts.AddAsync(new NewAccount("bob", Password) { Role = AccountRole.Administrator }, default);
    }

    public ValueTask DisposeAsync() => store.DisposeAsync();

    [Fact]
    public async Task AddAppPassword_Always_CanBeTypedAndHasAHundredBits()
    {
        var made = await AppPasswordAsync("phone");
        Assert.Matches("^([a-kmnp-z2-9]{4}-){4}[a-kmnp-z2-9]{4}$", made.Password);
        Assert.Equal("alice+phone", made.Login);
        Assert.NotEqual(made.Password, (await AppPasswordAsync("laptop")).Password);
    }

    [Theory]
    [InlineData("alice", 0)]
    [InlineData("Alice", 0)]
    [InlineData("alice+phone", 0)]
    [InlineData("alice", 1)]
    [InlineData("alice", 2)]
    [InlineData("alice", 3)]
    public async Task Plain_AppPassword_IsTakenAsItIsTyped(string login, int form)
    {
        await AppPasswordAsync("laptop");
        var shown = (await AppPasswordAsync("phone")).Password;
        var typed = form switch
        {
            1 => shown.ToUpperInvariant(),
            2 => shown.Replace("-", "", StringComparison.Ordinal),
            3 => shown.Replace('-', ' '),
            _ => shown,
        };
        for (var i = 0; i < 2; i++) // the second time it is remembered
            Assert.Equal("alice", (await store.PlainAsync(login, typed)).Workspace?.AccountName);
    }

    [Fact]
    public async Task Plain_AppPasswordOfAnotherLabelOrAccount_IsRefused()
    {
        var phone = await AppPasswordAsync("phone");
        await AppPasswordAsync("laptop");
        Assert.Null((await store.PlainAsync("alice+laptop", phone.Password)).Workspace);
        Assert.Null((await store.PlainAsync("bob", phone.Password)).Workspace);
        Assert.Null((await store.PlainAsync("alice+", phone.Password)).Workspace);
        Assert.Null((await store.PlainAsync("alice+password", Password)).Workspace);
    }

    [Fact]
    public async Task RevokeAppPassword_WhileInUse_LeavesNobodyOnTheOpenConnection()
    {
        var phone = await store.EnterAsync("alice", (await AppPasswordAsync("phone")).Password);
        var laptop = await store.EnterAsync("alice", (await AppPasswordAsync("laptop")).Password);
        Assert.Null((await StatAsync(phone)).Refused);
        Assert.Null((await store.Operator.Credentials.RevokeAppPasswordAsync("alice", "Phone", default)).Refused);
        Assert.Equal(Refusal.NotFound, (await StatAsync(phone)).Refused?.Kind);
        Assert.Null((await StatAsync(laptop)).Refused);
        Assert.Equal(["laptop"], (await store.Operator.Credentials.ListAppPasswordsAsync("alice", default)).Value.Select(one => one.Label));
        Assert.Equal(Refusal.NotFound, (await store.Operator.Credentials.RevokeAppPasswordAsync("alice", "phone", default)).Refused?.Kind);
    }

    [Fact]
    public async Task RevokeAppPassword_ThatIsRemembered_IsRefusedAtOnce()
    {
        var phone = await AppPasswordAsync("phone");
        Assert.NotNull((await store.PlainAsync("alice", phone.Password)).Workspace);
        await store.Operator.Credentials.RevokeAppPasswordAsync("alice", "phone", default);
        Assert.Null((await store.PlainAsync("alice", phone.Password)).Workspace);
        Assert.NotNull((await store.PlainAsync("alice", Password)).Workspace);
    }

    [Fact]
    public async Task AddAppPassword_SameLabelOrTooMany_IsRefused()
    {
        await AppPasswordAsync("phone");
        Assert.Equal(Refusal.Exists, (await store.Operator.Credentials.AddAppPasswordAsync("alice", "PHONE", [], default)).Refused?.Kind);
        for (var i = 1; i < AppPassword.MaxOfAccount; i++)
            await AppPasswordAsync($"phone-{i}");
        Assert.Equal(Refusal.Conflict, (await store.Operator.Credentials.AddAppPasswordAsync("alice", "one-more", [], default)).Refused?.Kind);
    }

    [Theory]
    [InlineData("", "imap")]
    [InlineData("a+b", "imap")]
    [InlineData("a b", "imap")]
    [InlineData("phone", "https")]
    [InlineData("phone", "IMAP")]
    [InlineData("phone", "")]
    public async Task AddAppPassword_LabelOrProtocolThatIsNone_IsInvalid(string label, string protocol)
        => Assert.Equal(Refusal.Invalid, (await store.Operator.Credentials.AddAppPasswordAsync("alice", label, [protocol], default)).Refused?.Kind);

    /// <summary>ATTACKS 48: what was stolen cannot make its own successor.</summary>
    [Fact]
    public async Task Attack48_NewCredentialWithoutTheOwnPassword_IsDenied()
    {
        var byPassword = await store.EnterAsync("alice", Password);
        var byApp = await store.EnterAsync("alice", (await AppPasswordAsync("phone")).Password);
        var byToken = (await store.BearerAsync((await TokenAsync(TokenScope.Admin)).Token)).Workspace!;
        foreach (var stolen in new[] { byApp, byToken })
        {
            Assert.Equal(Refusal.Denied, (await stolen.Credentials.AddAppPasswordAsync("alice", "next", [], default)).Refused?.Kind);
            Assert.Equal(Refusal.Denied, (await stolen.Credentials.AddTokenAsync("alice", "next", TokenScope.Read, null, default)).Refused?.Kind);
        }
        Assert.Null((await byPassword.Credentials.AddAppPasswordAsync("alice", "next", [], default)).Refused);
        Assert.Null((await byPassword.Credentials.AddTokenAsync("alice", "next", TokenScope.Read, null, default)).Refused);
        // Nor for others, whoever asks; but the operator may.
        var administrator = await store.EnterAsync("bob", Password);
        Assert.Equal(Refusal.Denied, (await administrator.Credentials.AddTokenAsync("alice", "more", TokenScope.Read, null, default)).Refused?.Kind);
        Assert.Null((await store.Operator.Credentials.AddTokenAsync("alice", "more", TokenScope.Read, null, default)).Refused);
    }

    [Fact]
    public async Task Token_LimitedToReading_ReadsAndDoesNothingElse()
    {
        await store.PutAsync("/home/alice/f", "content");
        var made = await TokenAsync(TokenScope.Read);
        Assert.Null((await store.Operator.Credentials.AddTokenAsync("alice", "another", TokenScope.Read, null, default)).Refused);
        Assert.StartsWith("atr_", made.Token, StringComparison.Ordinal);
        var reader = (await store.BearerAsync(made.Token)).Workspace!;
        Assert.Null((await reader.Files.OpenAsync(TestStore.Path("/home/alice/f"), AsOf.Now, default)).Refused);
        Assert.Equal(Refusal.Denied, (await reader.Files.StoreAsync(TestStore.Path("/home/alice/f"), TestStore.Body("x"), new StoreOptions(), default)).Refused?.Kind);
        Assert.Equal(Refusal.Denied, (await reader.Files.DeleteAsync(TestStore.Path("/home/alice/f"), DeleteScope.SingleNode, Precondition.None, default)).Refused?.Kind);
        Assert.Equal(Refusal.Denied, (await reader.Credentials.ListTokensAsync("alice", default)).Refused?.Kind);
        Assert.Equal(Refusal.Denied, (await reader.Credentials.RevokeTokenAsync("alice", "another", default)).Refused?.Kind);
        Assert.Equal(Refusal.Denied, (await reader.Accounts.SetPasswordAsync("alice", "velvet harbour compass", Password, default)).Refused?.Kind);
        Assert.Null((await reader.Accounts.ShowAsync("alice", default)).Refused);
        // Itself it may end: to sign out needs no more than to be signed in.
        Assert.Null((await reader.Credentials.RevokeTokenAsync("alice", made.Info.Label, default)).Refused);
        Assert.Equal(Refusal.SignInRequired, (await reader.Uploads.ListAsync(default)).Refused?.Kind);
    }

    [Fact]
    public async Task Token_LimitedToWriting_NeitherSharesNorAdministers()
    {
        var token = (await store.Operator.Credentials.AddTokenAsync("bob", "script", TokenScope.Write, null, default)).Value.Token;
        var writer = (await store.BearerAsync(token)).Workspace!;
        Assert.Null((await writer.Files.StoreAsync(TestStore.Path("/home/bob/f"), TestStore.Body("x"), new StoreOptions(), default)).Refused);
        Assert.Equal(Refusal.Denied, (await writer.Access.GrantAsync(TestStore.Path("/home/bob"), "alice", Core.Access.Rights.Read, default)).Refused?.Kind);
        Assert.Equal(Refusal.Denied, (await writer.Accounts.ListAsync(default)).Refused?.Kind);
        var admin = (await store.Operator.Credentials.AddTokenAsync("bob", "admin-script", TokenScope.Admin, null, default)).Value.Token;
        Assert.Null((await (await store.BearerAsync(admin)).Workspace!.Accounts.ListAsync(default)).Refused);
    }

    [Fact]
    public async Task Token_Expired_IsRefusedAndDeadOnTheOpenConnection()
    {
        var made = await TokenAsync(TokenScope.Write, clock.GetUtcNow().AddHours(1));
        var open = (await store.BearerAsync(made.Token)).Workspace!;
        Assert.Null((await StatAsync(open)).Refused);
        clock.Advance(TimeSpan.FromHours(1) - TimeSpan.FromTicks(1));
        Assert.Null((await StatAsync(open)).Refused);
        clock.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(Refusal.NotFound, (await StatAsync(open)).Refused?.Kind);
        Assert.NotNull((await store.BearerAsync(made.Token)).Refused);
    }

    [Fact]
    public async Task Token_ExpiresDuringADownload_CutsItOff()
    {
        await store.PutAsync("/home/alice/large", new string('x', 1_000_000));
        var open = (await store.BearerAsync((await TokenAsync(TokenScope.Read, clock.GetUtcNow().AddSeconds(7))).Token)).Workspace!;
        await using var content = (await open.Files.OpenAsync(TestStore.Path("/home/alice/large"), AsOf.Now, default)).Value;
        var pipe = new System.IO.Pipelines.Pipe();
        var download = content.CopyToAsync(pipe.Writer, 0, content.Length, default).AsTask();
        clock.Advance(TimeSpan.FromSeconds(5));
        Assert.False(download.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(5));
        await Assert.ThrowsAsync<Core.Access.AccessEndedException>(() => download);
    }

    [Fact]
    public async Task AddToken_WithoutAnEnd_IsGoodFor90Days()
        => Assert.Equal(clock.GetUtcNow().AddDays(90), (await TokenAsync(TokenScope.Read)).Info.Expires);

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(367)]
    public async Task AddToken_EndThatIsNone_IsInvalid(int days)
        => Assert.Equal(
            Refusal.Invalid, (await store.Operator.Credentials.AddTokenAsync("alice", "x", TokenScope.Read, clock.GetUtcNow().AddDays(days), default)).Refused?.Kind);

    [Theory]
    [InlineData("atr_wrong")]
    [InlineData("")]
    [InlineData("a\u0001auth=Bearer b")]
    public async Task Bearer_WrongToken_IsRefused(string token)
        => Assert.Equal(Refusal.SignInRequired, (await store.BearerAsync(token)).Refused?.Kind);

    [Fact]
    public async Task Bearer_SpokenByAClientLibrary_IsTheAccountsWorkspace()
    {
        var made = await TokenAsync(TokenScope.Read);
        Assert.Equal("alice", await BearerAtADoorAsync("alice", made.Token));
        Assert.Null(await BearerAtADoorAsync("bob", made.Token));
        Assert.Null(await BearerAtADoorAsync("alice", made.Token + "x"));
    }

    private async Task<string?> BearerAtADoorAsync(string account, string token)
    {
        using var door = new MailDoor();
        var serving = door.SignInOneAsync(store.SignIn, door.EndPoint);
        using (var client = new MailKit.Net.Smtp.SmtpClient { ServerCertificateValidationCallback = (_, shown, _, _) => door.IsItsOwn(shown) })
        {
            await client.ConnectAsync("127.0.0.1", door.Port, SecureSocketOptions.SslOnConnect, TestContext.Current.CancellationToken);
            await Record.ExceptionAsync(() => client.AuthenticateAsync(new SaslMechanismOAuthBearer(account, token), TestContext.Current.CancellationToken));
        }
        return (await serving)?.AccountName;
    }

    [Fact]
    public async Task LastUse_OfManySignIns_CostsNoCommitAndIsKeptOverARestart()
    {
        var phone = await AppPasswordAsync("phone");
        await store.PlainAsync("alice", phone.Password, "imap"); // the key of the salts has been made
        Assert.NotNull((await store.PlainAsync("alice", phone.Password, "imap")).Workspace);
        var before = store.Store.Catalog.Statistics;
        for (var i = 0; i < 100; i++)
            Assert.NotNull((await store.PlainAsync("alice", phone.Password, "imap")).Workspace);
        Assert.Equal(before, store.Store.Catalog.Statistics);
        var use = (await store.Operator.Credentials.ListAppPasswordsAsync("alice", default)).Value.Single().LastUse;
        Assert.Equal(new CredentialUse(clock.GetUtcNow(), "192.0.2.7", "imap"), use);
        await store.ReopenAsync();
        Assert.Equal(use, (await store.Operator.Credentials.ListAppPasswordsAsync("alice", default)).Value.Single().LastUse);
    }

    [Fact]
    public async Task LastUse_AfterAMinute_IsWrittenOnceAndChangesNobody()
    {
        var phone = await AppPasswordAsync("phone");
        await store.PlainAsync("alice", phone.Password, "imap");
        await store.Store.Journal.FlushAsync();
        var who = await PrincipalsAsync();
        var (units, _) = store.Store.Catalog.Statistics;
        clock.Advance(TimeSpan.FromMinutes(1));
        await WrittenAsync(clock.GetUtcNow().AddMinutes(-1));
        Assert.Equal(units + 1, store.Store.Catalog.Statistics.Units);
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(units + 1, store.Store.Catalog.Statistics.Units);
        Assert.Same(who, await PrincipalsAsync());
        await store.PlainAsync("alice", phone.Password, "imap");
        clock.Advance(TimeSpan.FromMinutes(1));
        await WrittenAsync(clock.GetUtcNow().AddMinutes(-1));
    }

    private ValueTask<Core.Access.PrincipalSet?> PrincipalsAsync()
        => store.Store.Catalog.ReadAsync(reader => reader.PrincipalsOf(reader.FindAccount("alice")!.Id), default);

    private async Task WrittenAsync(DateTimeOffset at)
    {
        while (await store.Store.Catalog.ReadAsync(reader => reader.Credentials(reader.FindAccount("alice")!.Id).Max(c => c.LastUse?.At), default) != at.UtcTicks)
            await Task.Delay(5, TestContext.Current.CancellationToken);
    }

    private async Task<NewAppPassword> AppPasswordAsync(string label) => (await store.Operator.Credentials.AddAppPasswordAsync("alice", label, [], default)).Value;

    private async Task<NewToken> TokenAsync(TokenScope scope, DateTimeOffset? expires = null)
        => (await store.Operator.Credentials.AddTokenAsync("alice", "script", scope, expires, default)).Value;

    private static ValueTask<Outcome<FileEntry>> StatAsync(Workspace workspace) => workspace.Files.StatAsync(TestStore.Path("/home/alice"), default, default);
}
