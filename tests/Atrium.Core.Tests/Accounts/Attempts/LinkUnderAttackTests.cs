using System.Net;
using Atrium.Core.Accounts;
using Atrium.Core.Shares;

namespace Atrium.Core.Tests.Accounts.Attempts;

/// <summary>The password of a link is guessed at like an account's.</summary>
public sealed class LinkUnderAttackTests : IAsyncLifetime
{
    private const string Password = "sunken lantern orchard";

    private readonly TestClock clock = new();
    private TestStore store = null!;
    private string token = "";

    public async ValueTask InitializeAsync()
    {
        store = await TestStore.OpenAsync(clock: clock);
        await store.PutAsync("/shared/docs/f", "content");
        Assert.Null((await store.Operator.Accounts.AddAsync(new NewAccount("alice", Password) { Role = AccountRole.Administrator }, default)).Refused);
        var made = await (await store.EnterAsync("alice", Password)).Shares.CreateAsync(new NewShare(TestStore.Path("/shared/docs/f"), ShareKind.Read) { Password = Password }, default);
        Assert.Null(made.Refused);
        token = made.Value.Token;
    }

    public ValueTask DisposeAsync() => store.DisposeAsync();

    [Fact]
    public async Task Attack13_GuessesAtALink_AreSlowed_AndItsHoldersElsewhereAreNot()
    {
        var answers = new List<Refusal?>();
        for (var i = 0; i < 11; i++)
            answers.Add(await FollowAsync("203.0.113.1", $"another lantern orchard {i}"));
        Assert.All(answers[..10], kind => Assert.Equal(Refusal.SignInRequired, kind));
        Assert.Equal(Refusal.TooManyAttempts, answers[10]);
        Assert.Equal(Refusal.TooManyAttempts, await FollowAsync("203.0.113.1", Password));
        Assert.Null(await FollowAsync("192.0.2.1", Password));
    }

    [Fact]
    public async Task Follow_ManyAtOnceWithThePassword_AreAllLetIn()
        => Assert.All(await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => FollowAsync("192.0.2.1", Password)))), Assert.Null);

    private async Task<Refusal?> FollowAsync(string from, string password)
        => (await store.SignIn.FollowAsync(token, new ShareKey(password, null), new Visit("https", IPAddress.Parse(from), "1", Encrypted: true), default)).Refused?.Kind;
}
