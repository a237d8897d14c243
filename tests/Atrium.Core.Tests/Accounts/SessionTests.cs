using System.Net;
using System.Text;
using Atrium.Core.Accounts;
using Atrium.Core.Config;
using Atrium.Core.Journal;
using Atrium.Core.Accounts.Sessions;

namespace Atrium.Core.Tests.Accounts;

public sealed class SessionTests : IAsyncLifetime
{
    private const string Password = "sunken lantern orchard";

    private readonly TestClock clock = new();
    private TestStore store = null!;

    public async ValueTask InitializeAsync()
    {
        store = await TestStore.OpenAsync(clock: clock);
        Assert.Null((await store.Operator.Accounts.AddAsync(new NewAccount("alice", Password), default)).Refused);
        Assert.Null((await store.Operator.Accounts.AddAsync(new NewAccount("root", Password) { Role = AccountRole.Administrator }, default)).Refused);
    }

    public ValueTask DisposeAsync() => store.DisposeAsync();

    [Fact]
    public async Task Session_Begun_IsTheAccountAndNothingOfItIsKeptButItsHash()
    {
        var begun = await BeginAsync("alice");
        Assert.Equal("alice", (await ResumeAsync(begun.Secret)).Workspace?.AccountName);
        Assert.Null((await ResumeAsync(begun.Secret + "x")).Workspace);
        Assert.Null((await ResumeAsync(new string('x', 1000))).Workspace);
        var rows = await store.Store.Catalog.ReadAsync(reader => reader.Credentials(reader.FindAccount("alice")!.Id), default);
        Assert.DoesNotContain(rows, row => row.Verifier.Contains(begun.Secret, StringComparison.Ordinal));
        // A session is no token.
        Assert.Null((await store.BearerAsync(begun.Secret)).Workspace);
    }

    [Fact]
    public async Task Session_NotUsed_EndsAfterTheIdleTime_AndAUsedOneAfterItsLifetime()
    {
        var (idle, used) = (await BeginAsync("alice"), await BeginAsync("alice"));
        for (var hours = 0; hours < 13; hours++)
        {
            clock.Advance(TimeSpan.FromHours(1));
            Assert.NotNull((await ResumeAsync(used.Secret)).Workspace);
        }
        Assert.Equal(Refusal.SignInRequired, (await ResumeAsync(idle.Secret)).Refused?.Kind);
        var lasted = 13;
        while ((await ResumeAsync(used.Secret)).Workspace is not null)
        {
            clock.Advance(TimeSpan.FromHours(1));
            lasted++;
        }
        Assert.Equal(14 * 24, lasted);
        Assert.Empty((await store.Operator.Sessions.ListAsync("alice", default)).Value);
    }

    [Fact]
    public async Task Session_AfterARestart_GoesOn()
    {
        var begun = await BeginAsync("alice");
        clock.Advance(TimeSpan.FromHours(11));
        Assert.NotNull((await ResumeAsync(begun.Secret)).Workspace);
        await store.ReopenAsync();
        clock.Advance(TimeSpan.FromHours(11));
        Assert.NotNull((await ResumeAsync(begun.Secret)).Workspace);
    }

    [Theory]
    [InlineData("password")]
    [InlineData("disabled")]
    [InlineData("removed")]
    [InlineData("ended")]
    [InlineData("all")]
    [InlineData("own")]
    public async Task Attack47_WhatEndsASession_EndsItOnOpenConnectionsToo(string end)
    {
        var begun = await BeginAsync("alice");
        var open = (await ResumeAsync(begun.Secret)).Workspace!;
        Assert.Null((await open.Accounts.ShowAsync("alice", default)).Refused);
        var ended = end switch
        {
            "password" => (await store.Operator.Accounts.SetPasswordAsync("alice", "velvet harbour compass", null, default)).Refused,
            "disabled" => (await store.Operator.Accounts.SetAsync("alice", new AccountSettings { State = AccountState.Disabled }, default)).Refused,
            "removed" => (await store.Operator.Accounts.RemoveAsync("alice", HomeFate.Delete, null, default)).Refused,
            "ended" => (await store.Operator.Sessions.EndAsync("alice", begun.Info.Id, default)).Refused,
            "all" => (await store.Operator.Sessions.EndAllAsync("alice", default)).Refused,
            _ => (await open.Session.EndAsync(default)).Refused,
        };
        Assert.Null(ended);
        Assert.Equal(Refusal.SignInRequired, (await open.Accounts.ShowAsync("alice", default)).Refused?.Kind);
        Assert.Null((await ResumeAsync(begun.Secret)).Workspace);
    }

    [Fact]
    public async Task SetPassword_InASession_EndsTheOthersAndNotItself()
    {
        var (other, own) = (await BeginAsync("alice"), await BeginAsync("alice"));
        var workspace = (await ResumeAsync(own.Secret)).Workspace!;
        Assert.Null((await workspace.Accounts.SetPasswordAsync("alice", "velvet harbour compass", Password, default)).Refused);
        Assert.NotNull((await ResumeAsync(own.Secret)).Workspace);
        Assert.Null((await ResumeAsync(other.Secret)).Workspace);
    }

    [Fact]
    public async Task Begin_WithLessThanThePassword_IsDenied()
    {
        var app = (await store.Operator.Credentials.AddAppPasswordAsync("alice", "phone", [], default)).Value.Password;
        var token = (await store.Operator.Credentials.AddTokenAsync("alice", "script", TokenScope.Admin, null, default)).Value.Token;
        Assert.Equal(Refusal.Denied, (await (await store.EnterAsync("alice", app)).Session.BeginAsync(null, default)).Refused?.Kind);
        Assert.Equal(Refusal.Denied, (await (await store.BearerAsync(token)).Workspace!.Session.BeginAsync(null, default)).Refused?.Kind);
        Assert.Equal(Refusal.Denied, (await store.Operator.Session.BeginAsync(null, default)).Refused?.Kind);
        Assert.Equal(Refusal.SignInRequired, (await store.SignIn.Anonymous(Entrance.Visit()).Session.BeginAsync(null, default)).Refused?.Kind);
    }

    [Fact]
    public async Task Begin_InTheJournal_IsASession()
    {
        await BeginAsync("alice");
        var told = (await store.Operator.Journal.ReadAsync(new JournalQuery(), TimeSpan.Zero, default)).Value.Entries;
        Assert.Contains(told, entry => entry.Action == "credential-added" && entry.After?.StartsWith("kind=session ", StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task Begin_BeyondTheNumber_EndsTheOneThatWasUsedLeastLately()
    {
        var first = await BeginAsync("alice");
        var second = await BeginAsync("alice");
        clock.Advance(TimeSpan.FromMinutes(1));
        await ResumeAsync(first.Secret);
        for (var i = 0; i < 49; i++)
            await BeginAsync("alice");
        Assert.Null((await ResumeAsync(second.Secret)).Workspace);
        Assert.NotNull((await ResumeAsync(first.Secret)).Workspace);
        Assert.Equal(50, (await store.Operator.Sessions.ListAsync("alice", default)).Value.Count);
    }

    [Fact]
    public async Task List_OfSessions_TellsThemApart()
    {
        var begun = await BeginAsync("alice", "Browser/1 \u001b[31m\n" + new string('x', 500));
        await ResumeAsync(begun.Secret);
        var own = (await ResumeAsync((await BeginAsync("alice", null)).Secret)).Workspace!;
        var listed = (await own.Sessions.ListAsync("alice", default)).Value;
        Assert.Equal([true, false], listed.Select(session => session.IsCurrent).OrderDescending());
        var other = listed.Single(session => !session.IsCurrent);
        Assert.Equal(begun.Info.Id, other.Id);
        Assert.StartsWith("Browser/1 [31mxxx", other.Agent, StringComparison.Ordinal);
        Assert.True(other.Agent.Length <= 200);
        Assert.Equal("192.0.2.7", other.LastUse?.From);
    }

    [Fact]
    public async Task Attack48_InASession_NewCredentialsAskForThePasswordAgain()
    {
        var begun = await BeginAsync("alice");
        var workspace = (await ResumeAsync(begun.Secret)).Workspace!;
        Assert.Null((await workspace.Credentials.AddAppPasswordAsync("alice", "soon", [], default)).Refused);

        clock.Advance(TimeSpan.FromMinutes(11));
        workspace = (await ResumeAsync(begun.Secret)).Workspace!;
        var refused = (await workspace.Credentials.AddAppPasswordAsync("alice", "late", [], default)).Refused!;
        Assert.Equal(Refusal.ConfirmationRequired, refused.Kind);
        Assert.Contains("POST /api/v1/session/confirm", refused.Detail, StringComparison.Ordinal);
        Assert.Equal(Refusal.ConfirmationRequired, (await workspace.Credentials.AddTokenAsync("alice", "late", TokenScope.Read, null, default)).Refused?.Kind);
        // Everything else goes on.
        Assert.Null((await workspace.Credentials.RevokeAppPasswordAsync("alice", "soon", default)).Refused);

        Assert.Equal(Refusal.Denied, (await workspace.Session.ConfirmAsync("another lantern orchard", default)).Refused?.Kind);
        Assert.Equal(Refusal.ConfirmationRequired, (await AgainAsync()).Refused?.Kind);
        Assert.Null((await workspace.Session.ConfirmAsync(Password, default)).Refused);
        Assert.Null((await AgainAsync()).Refused);

        async Task<Outcome<NewAppPassword>> AgainAsync()
            => await (await ResumeAsync(begun.Secret)).Workspace!.Credentials.AddAppPasswordAsync("alice", "late", [], default);
    }

    [Fact]
    public async Task Attack48_Administration_OfOthersSignInAsksForThePasswordOrAnAdminToken()
    {
        var begun = await BeginAsync("root");
        var app = (await store.Operator.Credentials.AddAppPasswordAsync("root", "phone", [], default)).Value.Password;
        var token = (await store.Operator.Credentials.AddTokenAsync("root", "script", TokenScope.Admin, null, default)).Value.Token;
        clock.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal(Refusal.ConfirmationRequired, await AdministerAsync((await ResumeAsync(begun.Secret)).Workspace!, "one"));
        Assert.Equal(Refusal.Denied, await AdministerAsync(await store.EnterAsync("root", app), "two"));
        Assert.Null(await AdministerAsync((await store.BearerAsync(token)).Workspace!, "three"));
        Assert.Null(await AdministerAsync(await store.EnterAsync("root", Password), "four"));
    }

    [Fact]
    public async Task Confirm_WithGuesses_IsSlowedLikeASignIn()
    {
        var workspace = (await ResumeAsync((await BeginAsync("alice")).Secret)).Workspace!;
        var answers = new List<Refusal?>();
        for (var i = 0; i < 11; i++)
            answers.Add((await workspace.Session.ConfirmAsync($"another lantern orchard {i}", default)).Refused?.Kind);
        Assert.Equal(Refusal.Denied, answers[9]);
        Assert.Equal(Refusal.TooManyAttempts, answers[10]);
    }

    /// <summary>The one answer to all changes of how somebody else signs in, or of what he may do then.</summary>
    private static async Task<Refusal?> AdministerAsync(Workspace workspace, string name)
    {
        Refusal?[] answers =
        [
            (await workspace.Accounts.AddAsync(new NewAccount(name, Password), default)).Refused?.Kind,
            (await workspace.Accounts.SetPasswordAsync("alice", "velvet harbour compass", null, default)).Refused?.Kind,
            (await workspace.Accounts.AddAddressAsync("alice", $"{name}@example.org", default)).Refused?.Kind,
            (await workspace.Accounts.SetAsync("alice", new AccountSettings { Role = AccountRole.Administrator }, default)).Refused?.Kind,
            (await workspace.Administration.Config.ApplyAsync("""{"atrium":1,"accounts":{"alice":{"administrator":true}}}"""u8.ToArray(), new ConfigOptions(), default)).Refused?.Kind,
        ];
        return Assert.Single(answers.Distinct());
    }

    private async Task<NewSession> BeginAsync(string name, string? agent = "test")
        => (await (await store.EnterAsync(name, Password)).Session.BeginAsync(agent, default)).Value;

    private async Task<SignInStep> ResumeAsync(string secret)
        => await store.SignIn.Begin(SignIn.SessionMechanism, new Visit("https", IPAddress.Parse("192.0.2.7"), "1", Encrypted: true)).Value
            .StepAsync(Encoding.UTF8.GetBytes(secret), default);
}
