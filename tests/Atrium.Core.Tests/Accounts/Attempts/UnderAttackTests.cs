using System.Net;
using System.Text;
using Atrium.Core.Accounts;

namespace Atrium.Core.Tests.Accounts.Attempts;

/// <summary>ATTACKS 13, 44 and 45 on the one sign-in that every protocol has.</summary>
public sealed class UnderAttackTests : IAsyncLifetime
{
    private const string Password = "sunken lantern orchard", Wrong = "wrong lantern orchard ";

    /// <summary>More than the account's attempts, fewer than the address's.</summary>
    private const int Many = 40;

    private readonly TestClock clock = new();
    private TestStore store = null!;

    public async ValueTask InitializeAsync()
    {
        store = await TestStore.OpenAsync(clock: clock);
        foreach (var name in new[] { "alice", "bob" })
            Assert.Null((await store.Operator.Accounts.AddAsync(new NewAccount(name, Password), default)).Refused);
    }

    public ValueTask DisposeAsync() => store.DisposeAsync();

    [Fact]
    public async Task Attack13_GuessesOverAllProtocols_HaveOneCounter()
    {
        string[] protocols = ["https", "ftp", "imap", "smtp"];
        var answers = new List<Refusal?>();
        for (var i = 0; i < 12; i++)
            answers.Add((await PlainAsync("192.0.2.1", "alice", Wrong + i, protocols[i % protocols.Length])).Refused?.Kind);
        Assert.Equal(Enumerable.Repeat<Refusal?>(Refusal.SignInRequired, 10).Concat(Enumerable.Repeat<Refusal?>(Refusal.TooManyAttempts, 2)), answers);
    }

    [Fact]
    public async Task Attack44_StuffingFromAWholeSlash64_SlowsItAndNotTheOwner()
    {
        const string Home = "2001:db8:a::7";
        Assert.NotNull((await PlainAsync(Home, "alice", Password)).Workspace);
        var app = (await store.Operator.Credentials.AddAppPasswordAsync("alice", "phone", [], default)).Value.Password;
        var looked = 0;
        for (var i = 0; i < 200; i++)
        {
            // What was remembered of the owner's password is forgotten meanwhile.
            clock.Advance(TimeSpan.FromSeconds(2));
            if ((await PlainAsync($"2001:db8:bad::{(i % 50) + 1:x}", "alice", Wrong + i)).Refused?.Kind == Refusal.SignInRequired)
                looked++;
        }
        Assert.InRange(looked, 10, 40);
        // The same /64 is in nobody's way but its own: the owner's address, his app password from anywhere, his own address elsewhere.
        Assert.NotNull((await PlainAsync(Home, "alice", Password)).Workspace);
        Assert.NotNull((await PlainAsync("2001:db8:a::1234", "alice", Password)).Workspace);
        Assert.NotNull((await PlainAsync("198.51.100.9", "alice", app)).Workspace);
        Assert.NotNull((await PlainAsync("198.51.100.10", "alice", Password)).Workspace);
        // From the attackers' /64 even the right one waits, once nobody has used it for a while.
        clock.Advance(TimeSpan.FromMinutes(6));
        for (var i = 0; i < Many; i++)
            await PlainAsync("2001:db8:bad::98", "alice", Wrong + i);
        var refused = (await PlainAsync("2001:db8:bad::99", "alice", Password)).Refused!;
        Assert.Equal(Refusal.TooManyAttempts, refused.Kind);
        // Never for good.
        clock.Advance(refused.RetryAfter!.Value);
        Assert.NotNull((await PlainAsync("2001:db8:bad::99", "alice", Password)).Workspace);
    }

    [Fact]
    public async Task Attack44_ABotnetOfManyNetworks_StopsAtTheAccountAndLeavesTheOwnersPlacesAndSecretsAlone()
    {
        Assert.NotNull((await PlainAsync("192.0.2.1", "alice", Password)).Workspace);
        var app = (await store.Operator.Credentials.AddAppPasswordAsync("alice", "phone", [], default)).Value;
        var token = (await store.Operator.Credentials.AddTokenAsync("alice", "script", TokenScope.Read, null, default)).Value.Token;
        clock.Advance(TimeSpan.FromMinutes(10));
        var looked = 0;
        for (var i = 0; i < Many; i++)
            looked += (await PlainAsync($"203.0.113.{i}", "alice", Wrong + i)).Refused?.Kind == Refusal.SignInRequired ? 1 : 0;
        Assert.Equal(10, looked);
        Assert.Equal(Refusal.TooManyAttempts, (await PlainAsync("198.51.100.1", "alice", Password)).Refused?.Kind);
        Assert.NotNull((await PlainAsync("192.0.2.1", "alice", Password)).Workspace);
        Assert.NotNull((await PlainAsync("198.51.100.2", "alice", app.Password)).Workspace);
        Assert.NotNull((await PlainAsync("198.51.100.2", app.Login, app.Password)).Workspace);
        Assert.NotNull((await store.BearerAsync(token)).Workspace);
        // Other accounts are not touched.
        Assert.NotNull((await PlainAsync("198.51.100.3", "bob", Password)).Workspace);
    }

    [Fact]
    public async Task Attack44_AfterARestart_TheOwnersPlaceIsStillKnown()
    {
        Assert.NotNull((await PlainAsync("192.0.2.1", "alice", Password)).Workspace);
        await store.ReopenAsync();
        clock.Advance(TimeSpan.FromDays(29));
        for (var i = 0; i < Many; i++)
            await PlainAsync($"203.0.113.{i}", "alice", Wrong + i);
        Assert.NotNull((await PlainAsync("192.0.2.1", "alice", Password)).Workspace);
    }

    [Fact]
    public async Task Plain_WrongFromAKnownPlace_IsSlowedThereAlone()
    {
        Assert.NotNull((await PlainAsync("192.0.2.1", "alice", Password)).Workspace);
        var answers = new List<Refusal?>();
        for (var i = 0; i < 11; i++)
            answers.Add((await PlainAsync("192.0.2.1", "alice", Wrong + i)).Refused?.Kind);
        Assert.Equal(Refusal.SignInRequired, answers[9]);
        Assert.Equal(Refusal.TooManyAttempts, answers[10]);
        // What was right a moment ago goes on; and nobody else at that address pays for it.
        Assert.NotNull((await PlainAsync("192.0.2.1", "alice", Password)).Workspace);
        Assert.NotNull((await PlainAsync("192.0.2.1", "bob", Password)).Workspace);
    }

    [Fact]
    public async Task Plain_ManyNamesFromOneAddress_AreStoppedByTheAddress()
    {
        var answers = new List<Refusal?>();
        for (var i = 0; i < 52; i++)
            answers.Add((await PlainAsync("192.0.2.1", $"name{i}", Wrong)).Refused?.Kind);
        Assert.Equal(50, answers.Count(kind => kind == Refusal.SignInRequired));
        Assert.Equal(Refusal.TooManyAttempts, (await PlainAsync("192.0.2.1", "bob", Password)).Refused?.Kind);
        Assert.NotNull((await PlainAsync("192.0.2.2", "bob", Password)).Workspace);
    }

    [Fact]
    public async Task Plain_FromAnExemptNetwork_IsCountedByAccountAlone()
    {
        Assert.Null((await store.Operator.Administration.Settings.SetAsync("firewall.exempt-networks", "192.0.2.0/24", default)).Refused);
        await store.Store.Guard.LoadAsync(default);
        for (var i = 0; i < 60; i++)
            await PlainAsync("192.0.2.1", $"name{i}", Wrong);
        Assert.NotNull((await PlainAsync("192.0.2.1", "bob", Password)).Workspace);
    }

    [Fact]
    public async Task Plain_AHundredAtOnce_AreNotLookedAtMoreThanInTurn()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => Task.Run(() => PlainAsync("192.0.2.1", "alice", Wrong + i))));
        Assert.Equal(10, answers.Count(step => step.Refused?.Kind == Refusal.SignInRequired));
    }

    [Fact]
    public async Task Plain_TheSameAtOnce_IsComputedAndCountedOnce()
    {
        var right = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => Task.Run(() => PlainAsync("192.0.2.1", "alice", Password))));
        Assert.All(right, step => Assert.NotNull(step.Workspace));
    }

    [Fact]
    public async Task Attack45_KnownAndUnknownNames_AreSlowedAlike()
    {
        foreach (var name in new[] { "alice", "nobody" })
        {
            var answers = new List<Refused?>();
            for (var i = 0; i < 14; i++)
                answers.Add((await PlainAsync(name == "alice" ? "192.0.2.1" : "192.0.2.2", name, Wrong + i)).Refused);
            Assert.Equal(10, answers.Count(refused => refused == CredentialCheck.Failed.Refused));
            Assert.All(answers[10..], refused => Assert.Equal("Too many sign-ins have failed. Try again in 1 s; what is signed in already, app passwords and tokens go on.", refused!.Detail));
        }
    }

    [Fact]
    public async Task SetPassword_GuessedWithAStolenAppPassword_IsSlowedToo()
    {
        var app = (await store.Operator.Credentials.AddAppPasswordAsync("alice", "phone", [], default)).Value.Password;
        var thief = (await PlainAsync("203.0.113.1", "alice", app)).Workspace!;
        var answers = new List<Refusal?>();
        for (var i = 0; i < 11; i++)
            answers.Add((await thief.Accounts.SetPasswordAsync("alice", "velvet harbour compass", Wrong + i, default)).Refused?.Kind);
        Assert.All(answers[..10], kind => Assert.Equal(Refusal.Denied, kind));
        Assert.Equal(Refusal.TooManyAttempts, answers[10]);
    }

    [Fact]
    public async Task Fail_AThousandTimes_CostsNoCommitEach()
    {
        await PlainAsync("192.0.2.1", "alice", Wrong); // makes the key of the salts, once for a store
        var before = store.Store.Catalog.Statistics.Units;
        for (var i = 0; i < 1000; i++)
            await PlainAsync($"192.0.2.{i % 250}", $"name{i % 30}", Wrong + i);
        // The journal writes what it was told in the meantime, all of it together now and then.
        Assert.InRange(store.Store.Catalog.Statistics.Units - before, 0, 100);
    }

    private async Task<SignInStep> PlainAsync(string from, string login, string password, string protocol = "https")
        => await store.SignIn.Begin("PLAIN", new Visit(protocol, IPAddress.Parse(from), "1", Encrypted: true)).Value
            .StepAsync(Encoding.UTF8.GetBytes($"\0{login}\0{password}"), default);
}
