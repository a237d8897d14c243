using Atrium.Core.Access;
using Atrium.Core.Accounts;
using Atrium.Core.Maintenance;
using Atrium.Core.Repository;

namespace Atrium.Core.Tests.Accounts;

/// <summary>Accounts: disabled, promoted, removed, their passwords and addresses.</summary>
public sealed class AccountTests : IAsyncLifetime
{
    private const string Password = "sunken lantern orchard", Next = "velvet harbour compass";

    private TestStore store = null!;

    private AccountControl Accounts => store.Operator.Accounts;

    public async ValueTask InitializeAsync()
    {
        store = await TestStore.OpenAsync();
        await Accounts.AddAsync(new NewAccount("root", Password) { Role = AccountRole.Administrator }, default);
        await Accounts.AddAsync(new NewAccount("alice", Password) { Addresses = ["Alice@Example.org", "a@example.org"] }, default);
        await store.Operator.Administration.SetSpaceAsync(TestStore.Path("/shared/docs"), new SpaceSettings { Owner = "root" }, default);
    }

    public ValueTask DisposeAsync() => store.DisposeAsync();

    [Fact]
    public async Task Show_OneselfAndOthers_IsForHimselfAndAdministrators()
    {
        await store.Operator.Administration.AddGroupAsync("staff", default);
        await store.Operator.Administration.JoinGroupAsync("staff", "alice", default);
        var alice = await store.EnterAsync("alice", Password);
        var shown = (await alice.Accounts.ShowAsync("Alice", default)).Value;
        Assert.Equal(["staff"], shown.Groups);
        Assert.Equal(["/home/alice"], shown.Spaces);
        Assert.Equal(["a@example.org", "Alice@Example.org"], shown.Account.Addresses);
        var others = (await alice.Accounts.ShowAsync("root", default)).Refused;
        Assert.Equal(Refusal.Denied, others?.Kind);
        Assert.Equal(others, (await alice.Accounts.ShowAsync("nobody", default)).Refused);
        Assert.Equal(Refusal.NotFound, (await (await store.EnterAsync("root", Password)).Accounts.ShowAsync("nobody", default)).Refused?.Kind);
    }

    [Fact]
    public async Task Attack47_DisabledAccount_IsNobodyOnEveryOpenConnectionUntilItIsEnabled()
    {
        var app = (await store.Operator.Credentials.AddAppPasswordAsync("alice", "phone", [], default)).Value.Password;
        var token = (await store.Operator.Credentials.AddTokenAsync("alice", "script", TokenScope.Read, null, default)).Value.Token;
        Workspace[] open = [await store.EnterAsync("alice", Password), await store.EnterAsync("alice", app), (await store.BearerAsync(token)).Workspace!];
        await Accounts.SetAsync("alice", new AccountSettings { State = AccountState.Disabled }, default);
        foreach (var workspace in open)
            Assert.Equal(Refusal.NotFound, (await workspace.Files.StatAsync(TestStore.Path("/home/alice"), default, default)).Refused?.Kind);
        Assert.Null((await store.PlainAsync("alice", Password)).Workspace);
        Assert.Null((await store.PlainAsync("alice", app)).Workspace);
        Assert.Null((await store.BearerAsync(token)).Workspace);
        Assert.Null((await store.ScramAsync("alice+phone", app)).Workspace);
        await Accounts.SetAsync("alice", new AccountSettings { State = AccountState.Active }, default);
        Assert.NotNull((await store.PlainAsync("alice", app)).Workspace);
        Assert.NotNull((await store.ScramAsync("alice+phone", app)).Workspace);
    }

    [Fact]
    public async Task Set_LastAdministrator_CannotBeDisabledDemotedOrRemoved()
    {
        await Accounts.AddAsync(new NewAccount("second", Password) { Role = AccountRole.Administrator }, default);
        Assert.Null((await Accounts.SetAsync("second", new AccountSettings { State = AccountState.Disabled }, default)).Refused);
        Assert.Equal(Refusal.Conflict, (await Accounts.SetAsync("root", new AccountSettings { Role = AccountRole.Member }, default)).Refused?.Kind);
        Assert.Equal(Refusal.Conflict, (await Accounts.SetAsync("root", new AccountSettings { State = AccountState.Disabled }, default)).Refused?.Kind);
        Assert.Equal(Refusal.Conflict, (await Accounts.RemoveAsync("root", HomeFate.Delete, null, default)).Refused?.Kind);
        Assert.Null((await Accounts.SetAsync("root", new AccountSettings(), default)).Refused);
        Assert.Null((await Accounts.SetAsync("alice", new AccountSettings { Role = AccountRole.Administrator }, default)).Refused);
        Assert.Null((await Accounts.SetAsync("root", new AccountSettings { Role = AccountRole.Member }, default)).Refused);
    }

    [Fact]
    public async Task Remove_AccountThatOwnsAnotherSpace_IsRefusedAndChangesNothing()
    {
        await store.Operator.Administration.SetSpaceAsync(TestStore.Path("/shared/docs"), new SpaceSettings { Owner = "alice" }, default);
        var refused = (await Accounts.RemoveAsync("alice", HomeFate.Delete, null, default)).Refused!;
        Assert.Equal(Refusal.Conflict, refused.Kind);
        Assert.Contains("/shared/docs", refused.Detail, StringComparison.Ordinal);
        Assert.NotNull((await store.PlainAsync("alice", Password)).Workspace);
    }

    [Fact]
    public async Task Remove_HomeThatHoldsSomething_NeedsAWordAboutIt()
    {
        await store.PutAsync("/home/alice/kept", "content");
        Assert.Equal(Refusal.Conflict, (await Accounts.RemoveAsync("alice", HomeFate.DeleteIfUnused, null, default)).Refused?.Kind);
        await store.Files.DeleteAsync(TestStore.Path("/home/alice/kept"), DeleteScope.SingleNode, Precondition.None, default);
        // The past counts: it can be undeleted.
        Assert.Equal(Refusal.Conflict, (await Accounts.RemoveAsync("alice", HomeFate.DeleteIfUnused, null, default)).Refused?.Kind);
        await store.Operator.Files.UndeleteAsync(TestStore.Path("/home/alice/kept"), AsOf.Now, null, Overwrite.Refuse, default);
        Assert.Equal(Refusal.NotFound, (await Accounts.RemoveAsync("alice", HomeFate.HandOver, "nobody", default)).Refused?.Kind);
        Assert.Null((await Accounts.RemoveAsync("alice", HomeFate.HandOver, "root", default)).Refused);
        Assert.Equal("content", await store.ReadAsync("/home/alice/kept"));
        Assert.Null((await (await store.EnterAsync("root", Password)).Files.StatAsync(TestStore.Path("/home/alice/kept"), default, default)).Refused);
        // Who comes after under the same name does not get it.
        var again = (await Accounts.AddAsync(new NewAccount("alice", Password), default)).Refused!;
        Assert.Equal(Refusal.Conflict, again.Kind);
    }

    [Fact]
    public async Task Remove_WithItsHome_LeavesNothingBehind()
    {
        await store.PutAsync("/home/alice/a/b/deep", new string('x', 200_000));
        await store.PutAsync("/home/alice/a/other", "content");
        await store.Files.DeleteAsync(TestStore.Path("/home/alice/a/other"), DeleteScope.SingleNode, Precondition.None, default);
        await store.Operator.Administration.AddGroupAsync("staff", default);
        await store.Operator.Administration.JoinGroupAsync("staff", "alice", default);
        await store.PutAsync("/shared/docs/by", "alice");
        await store.Operator.Access.GrantAsync(TestStore.Path("/shared/docs"), "alice", Rights.Read, default);
        var token = (await store.Operator.Credentials.AddTokenAsync("alice", "script", TokenScope.Read, null, default)).Value.Token;
        var open = await store.EnterAsync("alice", Password);

        Assert.Null((await Accounts.RemoveAsync("alice", HomeFate.Delete, null, default)).Refused);
        Assert.Equal(Refusal.NotFound, (await open.Files.StatAsync(TestStore.Path("/home/alice"), default, default)).Refused?.Kind);
        Assert.Equal(Refusal.NotFound, (await store.Files.StatAsync(TestStore.Path("/home/alice"), default, default)).Refused?.Kind);
        Assert.Null((await store.BearerAsync(token)).Workspace);
        Assert.Empty((await store.Operator.Administration.ListGroupsAsync(default)).Value.Single().Members);
        Assert.DoesNotContain((await store.Operator.Access.ListAsync(TestStore.Path("/shared/docs"), default)).Value.Entries, entry => entry.Principal == "alice");
        var maintainer = new Maintainer(store.Store);
        while (await maintainer.RunOnceAsync(default) is { Rows: > 0 })
        {
        }
        Assert.Empty((await store.Operator.Administration.CheckAsync(CheckMode.Verify, null, default)).Value.Problems);
        await store.Store.Catalog.ReadAsync(
            reader =>
            {
                Assert.Empty(reader.DeadSpaces(10));
                Assert.Empty(reader.DeadNodes(10));
                // What is left belongs to the other spaces: their folders and one file.
                Assert.Equal(reader.Spaces().Count + 1, reader.Nodes(0, 100).Count);
                return 0;
            },
            default);
        // The name, its home and its addresses are free again, and nothing of the old is in the new.
        Assert.Null((await Accounts.AddAsync(new NewAccount("alice", Next) { Addresses = ["alice@example.org"] }, default)).Refused);
        Assert.Empty((await store.Files.ListAsync(TestStore.Path("/home/alice"), new ListQuery(), default)).Value.Entries);
        Assert.Equal(Refusal.NotFound, (await open.Files.StatAsync(TestStore.Path("/home/alice"), default, default)).Refused?.Kind);
    }

    [Fact]
    public async Task SetPassword_OnesOwn_NeedsThePresentOneAndEndsWhatWasOpen()
    {
        var alice = await store.EnterAsync("alice", Password);
        Assert.Equal(Refusal.Invalid, (await alice.Accounts.SetPasswordAsync("alice", Next, null, default)).Refused?.Kind);
        Assert.Equal(Refusal.Denied, (await alice.Accounts.SetPasswordAsync("alice", Next, "a wrong guess of it", default)).Refused?.Kind);
        Assert.Equal(Refusal.Denied, (await alice.Accounts.SetPasswordAsync("root", Next, Password, default)).Refused?.Kind);
        var app = (await store.Operator.Credentials.AddAppPasswordAsync("alice", "phone", [], default)).Value.Password;
        Assert.Null((await alice.Accounts.SetPasswordAsync("alice", Next, Password, default)).Refused);
        Assert.Equal(Refusal.NotFound, (await alice.Files.StatAsync(TestStore.Path("/home/alice"), default, default)).Refused?.Kind);
        Assert.Null((await store.PlainAsync("alice", Password)).Workspace);
        Assert.NotNull((await store.PlainAsync("alice", Next)).Workspace);
        Assert.NotNull((await store.PlainAsync("alice", app)).Workspace);
    }

    [Fact]
    public async Task SetPassword_OfAnAdministratorHimself_NeedsThePresentOneToo()
    {
        var root = await store.EnterAsync("root", Password);
        Assert.Equal(Refusal.Invalid, (await root.Accounts.SetPasswordAsync("root", Next, null, default)).Refused?.Kind);
        Assert.Null((await root.Accounts.SetPasswordAsync("alice", Next, null, default)).Refused);
        Assert.NotNull((await store.PlainAsync("alice", Next)).Workspace);
    }

    [Theory]
    [InlineData("A@b")]
    [InlineData("first.last+tag@mail.example.org")]
    [InlineData("müller@beispiel.example")]
    [InlineData("o'hara!#$%&*/=?^_`{|}~@example.org")]
    public async Task AddAddress_AddrSpec_IsTakenOnceOverAllAccounts(string address)
    {
        Assert.Null((await Accounts.AddAddressAsync("root", address, default)).Refused);
        Assert.Equal(Refusal.Exists, (await Accounts.AddAddressAsync("alice", address.ToUpperInvariant(), default)).Refused?.Kind);
        Assert.Equal(Refusal.Exists, (await Accounts.AddAsync(new NewAccount("new", Password) { Addresses = [address] }, default)).Refused?.Kind);
        Assert.Equal(Refusal.NotFound, (await Accounts.RemoveAddressAsync("alice", address, default)).Refused?.Kind);
        Assert.Null((await Accounts.RemoveAddressAsync("root", address.ToUpperInvariant(), default)).Refused);
        Assert.Null((await Accounts.AddAddressAsync("alice", address, default)).Refused);
    }

    [Theory]
    [InlineData("")]
    [InlineData("alice")]
    [InlineData("@example.org")]
    [InlineData("alice@")]
    [InlineData("a..b@example.org")]
    [InlineData(".a@example.org")]
    [InlineData("a b@example.org")]
    [InlineData("a@b@example.org")]
    [InlineData("a@-example.org")]
    [InlineData("a@example..org")]
    [InlineData("a@[192.0.2.1]")]
    [InlineData("\"a b\"@example.org")]
    [InlineData("Alice <a@example.org>")]
    [InlineData("a@example.org\r\n")]
    public async Task AddAddress_AnythingElse_IsInvalid(string address)
        => Assert.Equal(Refusal.Invalid, (await Accounts.AddAddressAsync("alice", address, default)).Refused?.Kind);

    [Fact]
    public async Task AddAddress_AddressesThatAreTaken_StayWhoseTheyAre()
    {
        Assert.True(MimeKit.MailboxAddress.TryParse("Alice@Example.org", out _));
        Assert.Equal(Refusal.Exists, (await Accounts.AddAddressAsync("root", "alice@EXAMPLE.org", default)).Refused?.Kind);
        Assert.Equal(Refusal.Exists, (await Accounts.AddAddressAsync("alice", "alice@EXAMPLE.org", default)).Refused?.Kind);
    }
}
