using System.Text;
using Atrium.Core.Accounts;

namespace Atrium.Core.Tests.Accounts;

public sealed class SignInTests : IAsyncLifetime
{
    private const string Password = "correct horse battery";

    private TestStore store = null!;

    public async ValueTask InitializeAsync()
    {
        store = await TestStore.OpenAsync();
        Assert.Null((await store.Operator.Accounts.AddAsync(new NewAccount("alice", Password), default)).Refused);
    }

    public ValueTask DisposeAsync() => store.DisposeAsync();

    [Theory]
    [InlineData("\0alice\0" + Password)]
    [InlineData("\0Alice\0" + Password)]
    [InlineData("alice\0alice\0" + Password)]
    public async Task Plain_RightPassword_IsTheAccountsWorkspace(string message)
        => Assert.Equal("alice", (await PlainAsync(message)).Workspace?.AccountName);

    [Theory]
    [InlineData("\0alice\0wrong horse battery")]
    [InlineData("\0nobody\0" + Password)]
    [InlineData("\0alice\0")]
    [InlineData("\0\0" + Password)]
    [InlineData("\0\0")]
    [InlineData("bob\0alice\0" + Password)]
    [InlineData("\0alice\0" + Password + "\0")]
    [InlineData("\0operator\0" + Password)]
    [InlineData("alice\0" + Password)]
    [InlineData("")]
    public async Task Plain_AnythingElse_IsRefusedInTheSameWords(string message)
    {
        var step = await PlainAsync(message);
        Assert.Null(step.Workspace);
        Assert.Null(step.Challenge);
        Assert.Equal(new Refused(Refusal.SignInRequired, "The name or the password is wrong."), step.Refused);
    }

    [Fact]
    public async Task Plain_RightAfterItWasRemembered_AndAWrongOneAfterThat_AreToldApart()
    {
        for (var i = 0; i < 2; i++)
            Assert.NotNull((await PlainAsync("\0alice\0" + Password)).Workspace);
        Assert.Null((await PlainAsync("\0alice\0" + Password + "x")).Workspace);
    }

    [Fact]
    public async Task Plain_DisabledAccount_IsRefusedAlsoWhenItsPasswordIsRemembered()
    {
        var before = (await PlainAsync("\0alice\0" + Password)).Workspace!;
        await store.Store.Catalog.CommitAsync<Done>(store.Operator.Caller, tx =>
        {
            tx.UpdateAccount(tx.FindAccount("alice")! with { IsDisabled = true });
            return default(Done);
        }, default);
        Assert.Null((await PlainAsync("\0alice\0" + Password)).Workspace);
        // And the connection that is open is nobody's any more.
        Assert.Equal(Refusal.NotFound, (await before.Files.StatAsync(TestStore.Path("/home/alice"), default, default)).Refused?.Kind);
    }

    [Fact]
    public void Plain_InClearText_IsNotBegun()
        => Assert.All(
            new[] { "PLAIN", "SCRAM-SHA-256", "OAUTHBEARER" },
            mechanism => Assert.Equal(Refusal.SignInRequired, store.SignIn.Begin(mechanism, new Visit("http", null, "1", Encrypted: false)).Refused?.Kind));

    [Theory]
    [InlineData("EXTERNAL", "https")]
    [InlineData("LOGIN", "https")]
    [InlineData("plain", "https")]
    [InlineData("SCRAM-SHA-1", "https")]
    [InlineData("SCRAM-SHA-256-PLUS", "https")]
    [InlineData("ANONYMOUS", SignIn.LocalProtocol)]
    public void Begin_MechanismNotOffered_IsInvalid(string mechanism, string protocol)
        => Assert.Equal(Refusal.Invalid, store.SignIn.Begin(mechanism, new Visit(protocol, null, "1", Encrypted: true)).Refused?.Kind);

    [Fact]
    public async Task External_OnTheServersOwnSocket_IsTheOperator()
        => Assert.Equal("operator", (await store.LocalAsync()).AccountName);

    private async Task<SignInStep> PlainAsync(string message)
        => await store.SignIn.Begin("PLAIN", new Visit("https", null, "1", Encrypted: true)).Value.StepAsync(Encoding.UTF8.GetBytes(message), default);
}
