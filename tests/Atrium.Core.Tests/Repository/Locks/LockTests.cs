using System.Text;
using Atrium.Core.Access;
using Atrium.Core.Accounts;
using Atrium.Core.Maintenance;
using Atrium.Core.Repository;
using Atrium.Core.Repository.Locks;

namespace Atrium.Core.Tests.Repository.Locks;

/// <summary>RFC 4918, 6, 7 and 9.10 to 9.11, without the wire.</summary>
public sealed class LockTests : IAsyncLifetime
{
    private static readonly LockRequest Exclusive = new(LockScope.Exclusive, LockDepth.Infinity), Shared = Exclusive with { Scope = LockScope.Shared };
    private static readonly LockRequest OnNames = Exclusive with { Depth = LockDepth.Zero };

    private readonly TestClock clock = new();
    private TestStore store = null!;
    private Workspace alice = null!, bob = null!;

    [Fact]
    public async Task Lock_WhereNothingStands_MakesAnEmptyFile()
    {
        var granted = (await alice.Locks.LockAsync(At("new"), Exclusive with { Owner = "<D:href>alice</D:href>" }, default)).Value;
        Assert.True(granted.Created);
        Assert.StartsWith("urn:uuid:", granted.Lock.Token, StringComparison.Ordinal);
        Assert.Equal(0, (await alice.Files.StatAsync(At("new"), AsOf.Now, default)).Value.Size);
        var seen = Assert.Single((await bob.Locks.OfAsync(At("new"), default)).Value);
        // ATTACKS 17: whose it is and since when, but not what opens it.
        Assert.Equal(("alice", "<D:href>alice</D:href>", null), (seen.Account, seen.Owner, seen.Token));
    }

    [Fact]
    public async Task Lock_InAFolderThatIsNotThere_IsAConflict()
        => Assert.Equal(Refusal.Conflict, (await alice.Locks.LockAsync(At("no/new"), Exclusive, default)).Refused?.Kind);

    [Theory]
    [InlineData("a/b", "a/b", true)]
    [InlineData("a", "a/b", true)]
    [InlineData("a/b", "a", true)]
    [InlineData("a/b", "a/c", false)]
    [InlineData("a/b", "a/bb", false)]
    public async Task Lock_AboveOrBelowAnother_IsRefusedWithItsPath(string first, string second, bool conflicts)
    {
        await store.PutAsync("/shared/docs/a/b/f", "x");
        await store.PutAsync("/shared/docs/a/c/f", "x");
        await store.PutAsync("/shared/docs/a/bb/f", "x");
        await alice.Locks.LockAsync(At(first), Exclusive, default);
        var refused = (await bob.Locks.LockAsync(At(second), Shared, default)).Refused;
        Assert.Equal(conflicts ? (Refusal.Locked, At(first)) : (null, null), (refused?.Kind, refused?.LockedPath));
    }

    [Fact]
    public async Task Lock_Shared_StandsBesideOthersAndEachHolderWrites()
    {
        await store.PutAsync("/shared/docs/f", "x");
        var (ofAlice, ofBob) = (await TokenAsync(alice, "f", Shared), await TokenAsync(bob, "f", Shared));
        Assert.Equal(Refusal.Locked, (await alice.Locks.LockAsync(At("f"), Exclusive, default)).Refused?.Kind);
        Assert.Null((await WriteAsync(alice.Holding([ofAlice], null), "f")).Refused);
        Assert.Null((await WriteAsync(bob.Holding([ofBob], null), "f")).Refused);
        Assert.Equal(Refusal.Locked, (await WriteAsync(store.Operator, "f")).Refused?.Kind);
    }

    [Fact]
    public async Task Lock_OfNamesOnly_KeepsMembersFromComingAndGoing()
    {
        await store.PutAsync("/shared/docs/a/f", "x");
        var token = await TokenAsync(alice, "a", OnNames);
        Assert.Null((await WriteAsync(bob, "a/f")).Refused);
        Assert.Equal(At("a"), (await WriteAsync(bob, "a/new")).Refused?.LockedPath);
        Assert.Equal(Refusal.Locked, (await DeleteAsync(bob, "a/f")).Refused?.Kind);
        Assert.Null((await DeleteAsync(alice.Holding([token], null), "a/f")).Refused);
    }

    [Fact]
    public async Task Delete_OfATreeWithALockOfSomebodyElse_NamesWhatIsLocked()
    {
        await store.PutAsync("/shared/docs/a/b/f", "x");
        var token = await TokenAsync(alice, "a/b/f", Exclusive);
        Assert.Equal((Refusal.Locked, At("a/b/f")), ((await DeleteAsync(bob, "a")).Refused?.Kind, (await DeleteAsync(bob, "a")).Refused?.LockedPath));
        Assert.Null((await DeleteAsync(alice.Holding([token], null), "a")).Refused);
        await store.PutAsync("/shared/docs/a/b/f", "y");
        Assert.Empty((await alice.Locks.OfAsync(At("a/b/f"), default)).Value);
    }

    [Fact]
    public async Task Move_OfWhatIsLocked_LeavesTheLockBehind()
    {
        await store.PutAsync("/shared/docs/a/f", "x");
        await store.Files.MakeFolderAsync(At("there"), MissingParents.Refuse, default);
        var (source, destination) = (await TokenAsync(alice, "a", Exclusive), await TokenAsync(alice, "there", Exclusive));
        var moved = await alice.Holding([source, destination], null).Files.MoveAsync(
            At("a"), At("there/a"), Overwrite.Refuse, MissingParents.Refuse, Precondition.None, default);
        Assert.Null(moved.Refused);
        Assert.Equal(destination, Assert.Single((await alice.Locks.OfAsync(At("there/a/f"), default)).Value).Token);
        Assert.Equal(1, await CountAsync());
    }

    [Fact]
    public async Task Copy_OfWhatIsLocked_CopiesNoLockAndKeepsThatOfTheDestination()
    {
        await store.PutAsync("/shared/docs/f", "x");
        await store.PutAsync("/shared/docs/g", "y");
        var (_, token) = (await TokenAsync(alice, "f", Exclusive), await TokenAsync(alice, "g", Exclusive));
        Assert.Null((await bob.Files.CopyAsync(At("f"), AsOf.Now, At("h"), Overwrite.Refuse, MissingParents.Refuse, default)).Refused);
        Assert.Empty((await bob.Locks.OfAsync(At("h"), default)).Value);
        Assert.Null((await alice.Holding([token], null).Files.CopyAsync(At("f"), AsOf.Now, At("g"), Overwrite.Replace, MissingParents.Refuse, default)).Refused);
        Assert.Equal(token, Assert.Single((await alice.Locks.OfAsync(At("g"), default)).Value).Token);
    }

    [Fact]
    public async Task Unlock_ByWhoeverDidNotMakeIt_IsDeniedButForWhoManages()
    {
        await store.PutAsync("/shared/docs/f", "x");
        var token = await TokenAsync(alice, "f", Exclusive);
        Assert.Equal(Refusal.Denied, (await bob.Locks.UnlockAsync(At("f"), token, default)).Refused?.Kind);
        Assert.Equal(Refusal.Conflict, (await alice.Locks.UnlockAsync(At("f"), "urn:uuid:" + Guid.NewGuid(), default)).Refused?.Kind);
        var id = (await bob.Locks.OfAsync(At("f"), default)).Value[0].Id;
        Assert.Equal(Refusal.Denied, (await bob.Locks.BreakAsync(id, default)).Refused?.Kind);
        Assert.Null((await store.Operator.Locks.BreakAsync(id, default)).Refused);
        Assert.Null((await WriteAsync(bob, "f")).Refused);
    }

    [Fact]
    public async Task Lock_ThatHasRunOut_IsNobodysAndIsSwept()
    {
        await store.PutAsync("/shared/docs/f", "x");
        await alice.Locks.LockAsync(At("f"), Exclusive with { Timeout = TimeSpan.FromMinutes(1) }, default);
        Assert.Equal(Refusal.Locked, (await WriteAsync(bob, "f")).Refused?.Kind);
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Null((await WriteAsync(bob, "f")).Refused);
        Assert.Empty((await bob.Locks.OfAsync(At("f"), default)).Value);
        Assert.Equal(1, await CountAsync());
        await new Maintainer(store.Store).RunOnceAsync(default);
        Assert.Equal(0, await CountAsync());
    }

    [Fact]
    public async Task Refresh_OfAnOwnLock_LetsItHoldLongerWithinTheBound()
    {
        await store.PutAsync("/shared/docs/a/f", "x");
        var token = await TokenAsync(alice, "a", Exclusive with { Timeout = TimeSpan.FromMinutes(1) });
        clock.Advance(TimeSpan.FromSeconds(50));
        // From what it reaches, too (RFC 4918, 9.10.2); and no longer than is allowed.
        var held = (await alice.Locks.RefreshAsync(At("a/f"), token, TimeSpan.FromDays(400), default)).Value;
        Assert.Equal(clock.GetUtcNow() + TimeSpan.FromHours(12), held.Expires);
        Assert.True((await bob.Locks.RefreshAsync(At("a"), token, null, default)).Refused!.IsPrecondition);
    }

    [Fact]
    public async Task Holding_OnACondition_IsDecidedByTheStateInTheUnit()
    {
        await store.PutAsync("/shared/docs/f", "x");
        var etag = (await alice.Files.StatAsync(At("f"), AsOf.Now, default)).Value.ETag!;
        var token = await TokenAsync(alice, "f", Exclusive);
        Assert.Null((await WriteAsync(When([token], new StateTest(token, null, false), new StateTest(null, etag, false)), "f")).Refused);
        // The content is another one now.
        Assert.True((await WriteAsync(When([token], new StateTest(token, null, false), new StateTest(null, etag, false)), "f")).Refused!.IsPrecondition);
        Assert.Null((await WriteAsync(When([token], new StateTest(null, etag, true)), "f")).Refused);
        // A condition that holds does not open a lock whose token was not submitted.
        Assert.Equal(Refusal.Locked, (await WriteAsync(When([], new StateTest("DAV:no-lock", null, true)), "f")).Refused?.Kind);
        // One list of several is enough.
        var either = new LockCondition([new StateList(At("f"), [new StateTest("DAV:no-lock", null, false)]), new StateList(At("f"), [new StateTest(token, null, false)])]);
        Assert.Null((await WriteAsync(alice.Holding([token], either), "f")).Refused);

        Workspace When(string[] tokens, params StateTest[] tests) => alice.Holding(tokens, new LockCondition([new StateList(At("f"), tests)]));
    }

    [Fact]
    public async Task OfEntries_OfAPage_HasTheLocksOfItsEntriesAndThoseFromAbove()
    {
        foreach (var name in new[] { "a/b", "a/c/d", "a/e", "a/g" })
            await store.PutAsync("/shared/docs/" + name, "x");
        await TokenAsync(alice, "", Shared);
        foreach (var name in new[] { "a/b", "a/c/d", "a/e", "a/g" })
            await TokenAsync(bob, name, Shared);
        var page = (await alice.Locks.OfEntriesAsync(At("a"), "b", "e", default)).Value;
        Assert.Equal("/shared/docs", Assert.Single(page.OfAll).Root.ToString());
        Assert.Equal(["b", "e"], page.ByName.Keys.Order());
    }

    [Fact]
    public async Task List_OfLocks_ShowsTheOwnOnesAndAllToAdministrators()
    {
        await store.PutAsync("/shared/docs/a/f", "x");
        await TokenAsync(alice, "a/f", Shared);
        await TokenAsync(bob, "a/f", Shared);
        Assert.Equal(["alice"], (await alice.Locks.ListAsync(null, null, 10, default)).Value.Items.Select(held => held.Account));
        Assert.Equal(["alice", "bob"], (await store.Operator.Locks.ListAsync(null, null, 10, default)).Value.Items.Select(held => held.Account));
        Assert.Equal(2, (await store.Operator.Locks.ListAsync(At("a"), null, 10, default)).Value.Items.Count);
        Assert.Equal(Refusal.Denied, (await alice.Locks.ListAsync(At("a"), null, 10, default)).Refused?.Kind);
    }

    [Fact]
    public async Task Locks_OfAnAccountThatGoes_GoWithIt()
    {
        await store.PutAsync("/shared/docs/f", "x");
        await TokenAsync(alice, "f", Exclusive);
        Assert.Null((await store.Operator.Accounts.RemoveAsync("alice", HomeFate.Delete, null, default)).Refused);
        Assert.Equal(0, await CountAsync());
        Assert.Null((await WriteAsync(bob, "f")).Refused);
    }

    public async ValueTask InitializeAsync()
    {
        store = await TestStore.OpenAsync(clock: clock);
        foreach (var name in new[] { "alice", "bob" })
        {
            Assert.Null((await store.Operator.Accounts.AddAsync(new NewAccount(name, "sunken lantern orchard"), default)).Refused);
            Assert.Null((await store.Operator.Access.GrantAsync(
                TestStore.Path("/shared/docs"), name, Rights.Read | Rights.Create | Rights.Write | Rights.Delete, default)).Refused);
        }
        (alice, bob) = (await EnterAsync("alice"), await EnterAsync("bob"));
    }

    public ValueTask DisposeAsync() => store.DisposeAsync();

    private async Task<Workspace> EnterAsync(string name)
    {
        var exchange = store.SignIn.Begin("PLAIN", new Visit("https", null, name, Encrypted: true)).Value;
        return (await exchange.StepAsync(Encoding.UTF8.GetBytes($"\0{name}\0sunken lantern orchard"), default)).Workspace!;
    }

    private Task<long> CountAsync()
        => store.Store.Catalog.ReadAsync(reader => reader.FindSpace(SpaceKind.Shared, "docs")!.Locks, default).AsTask();

    private static async Task<string> TokenAsync(Workspace workspace, string name, LockRequest request)
        => (await workspace.Locks.LockAsync(At(name), request, default)).Value.Lock.Token!;

    private static ValueTask<Outcome<Stored>> WriteAsync(Workspace workspace, string name)
        => workspace.Files.StoreAsync(At(name), TestStore.Body(Guid.NewGuid().ToString()), new StoreOptions(), default);

    private static ValueTask<Outcome<Done>> DeleteAsync(Workspace workspace, string name)
        => workspace.Files.DeleteAsync(At(name), DeleteScope.Tree, Precondition.None, default);

    private static NodePath At(string name) => TestStore.Path("/shared/docs/" + name);
}
