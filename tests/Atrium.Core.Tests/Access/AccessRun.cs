using System.Text;
using Atrium.Core.Access;
using Atrium.Core.Accounts;
using Atrium.Core.Repository;

namespace Atrium.Core.Tests.Access;

/// <summary>A store and its model, changed together and compared.</summary>
internal sealed class AccessRun : IAsyncDisposable
{
    private const string Password = "a password of everybody";

    private readonly TestStore store;
    private readonly AccessModel model = new();
    private readonly Dictionary<string, Workspace> workspaces = [];
    private readonly string[] accounts, groups, nodes;
    private readonly Rights[] grantable;

    private AccessRun(TestStore store, string[] accounts, string[] groups, string[] nodes, Rights[] grantable)
        => (this.store, this.accounts, this.groups, this.nodes, this.grantable) = (store, accounts, groups, nodes, grantable);

    internal static async Task<AccessRun> StartAsync(string[] accounts, string[] groups, string[] nodes, Rights[] grantable)
    {
        var run = new AccessRun(await TestStore.OpenAsync(), accounts, groups, nodes, grantable);
        foreach (var account in accounts)
        {
            Done(await run.store.Operator.Accounts.AddAsync(new NewAccount(account, Password), default));
            var exchange = run.store.SignIn.Begin("PLAIN", new Visit("https", null, "test", Encrypted: true)).Value;
            run.workspaces[account] = (await exchange.StepAsync(Encoding.UTF8.GetBytes($"\0{account}\0{Password}"), default)).Workspace!;
        }
        run.workspaces[AccessModel.Anyone] = run.store.SignIn.Anonymous(new Visit("https", null, "test", Encrypted: true));
        foreach (var group in groups)
            Done(await run.Administration.AddGroupAsync(group, default));
        for (var i = 0; i < nodes.Length; i++)
        {
            run.model.Parent[nodes[i]] = i < 3 ? "" : nodes[i - 3];
            // The last ones are files.
            if (i < nodes.Length - 3)
                Done(await run.store.Files.MakeFolderAsync(run.PathOf(nodes[i]), MissingParents.Refuse, default));
            else
                Done(await run.store.PutAsync(run.PathOf(nodes[i]).ToString(), "content"));
        }
        return run;
    }

    private Administration Administration => store.Operator.Administration;

    private string[] Principals => [.. accounts, .. groups, AccessModel.Everyone, AccessModel.Anyone];

    /// <summary>Makes the change that a number stands for, here and there; one that is refused changes neither.</summary>
    internal async Task ChangeAsync(int number)
    {
        var node = nodes[number / 7 % nodes.Length];
        var principal = Principals[number / 77 % Principals.Length];
        var group = groups[number / 777 % groups.Length];
        switch (number % 12)
        {
            case < 4:
                var rights = grantable[number / 7777 % grantable.Length];
                Done(await store.Operator.Access.GrantAsync(PathOf(node), principal, rights, default));
                model.Grants[(node, principal)] = rights;
                break;
            case < 6:
                var revoked = await store.Operator.Access.RevokeAsync(PathOf(node), principal, default);
                Assert.Equal(model.Grants.Remove((node, principal)), revoked.Refused is null);
                break;
            case 6:
                var inherits = number / 7777 % 2 == 0;
                var set = await store.Operator.Access.SetInheritanceAsync(PathOf(node), inherits, default);
                Assert.Equal(IsFolder(node), set.Refused is null);
                if (IsFolder(node) && inherits)
                    model.Stops.Remove(node);
                else if (IsFolder(node))
                    model.Stops.Add(node);
                break;
            case 7 or 8 when principal is not (AccessModel.Everyone or AccessModel.Anyone):
                var joined = await Administration.JoinGroupAsync(group, principal, default);
                Assert.Equal(!model.IsIn(group, principal), joined.Refused is null);
                if (joined.Refused is null)
                    model.Memberships.Add((group, principal));
                break;
            case 9 when principal is not (AccessModel.Everyone or AccessModel.Anyone):
                var left = await Administration.LeaveGroupAsync(group, principal, default);
                Assert.Equal(model.Memberships.Remove((group, principal)), left.Refused is null);
                break;
            case 10:
                await MoveAsync(node, nodes[number / 7777 % nodes.Length]);
                break;
            default:
                var owner = Principals[number / 7777 % (accounts.Length + groups.Length)];
                Done(await Administration.SetSpaceAsync(TestStore.Path("/shared/docs"), new SpaceSettings { Owner = owner }, default));
                model.Owner = owner;
                break;
        }
    }

    /// <summary>Compares some answers; how many.</summary>
    internal async Task<int> CompareAsync(int number, int count)
    {
        var everybody = new List<string>(accounts) { AccessModel.Anyone };
        for (var i = 0; i < count; i++)
            await CompareAsync(everybody[(number + i) % everybody.Count], nodes[(number / 11 + i / everybody.Count) % nodes.Length]);
        return count;
    }

    internal async Task CompareAllAsync()
    {
        foreach (var account in accounts.Append(AccessModel.Anyone))
        {
            foreach (var node in nodes)
                await CompareAsync(account, node);
        }
    }

    internal async Task AskAsync(string account, string node)
    {
        // The place may be another one in this moment: any answer is right, it shall only be remembered wrongly by nobody.
        await workspaces[account].Files.StatAsync(PathOf(node), AsOf.Now, default);
        await store.Operator.Access.ExplainAsync(account, Rights.Read, PathOf(node), default);
    }

    /// <summary>Grants on two folders that nobody moves.</summary>
    internal async Task ToggleGrantsAsync(string principal, int round)
    {
        for (var i = 0; i < 20; i++)
        {
            var node = nodes[i % 2 == 0 ? 0 : 3];
            if ((round + i / 2) % 2 == 0)
                Done(await store.Operator.Access.GrantAsync(PathOf(node), principal, grantable[(round + i) % grantable.Length], default));
            else
                Revoked(await store.Operator.Access.RevokeAsync(PathOf(node), principal, default));
        }
        Done(await store.Operator.Access.GrantAsync(PathOf(nodes[0]), principal, grantable[round % grantable.Length], default));
        Revoked(await store.Operator.Access.RevokeAsync(PathOf(nodes[3]), principal, default));
        lock (model)
        {
            model.Grants[(nodes[0], principal)] = grantable[round % grantable.Length];
            model.Grants.Remove((nodes[3], principal));
        }
    }

    internal async Task ToggleMembershipAsync(string group, string member, int round)
    {
        for (var i = 0; i < 20; i++)
        {
            Done(await Administration.JoinGroupAsync(group, member, default));
            Done(await Administration.LeaveGroupAsync(group, member, default));
        }
        if (round % 2 == 0)
            Done(await Administration.JoinGroupAsync(group, member, default));
        lock (model)
        {
            if (round % 2 == 0)
                model.Memberships.Add((group, member));
            else
                model.Memberships.Remove((group, member));
        }
    }

    /// <summary>Moves a folder into another and back; ends in one of the two.</summary>
    internal async Task MoveToAndFroAsync(string node, int round)
    {
        var (here, there) = (TestStore.Path($"/shared/docs/{node}"), TestStore.Path($"/shared/docs/n2/{node}"));
        var isThere = model.Parent[node] == "n2";
        for (var i = 0; i < 20 + round % 2; i++)
        {
            Done(await store.Files.MoveAsync(isThere ? there : here, isThere ? here : there, Overwrite.Refuse, MissingParents.Refuse, Precondition.None, default));
            isThere = !isThere;
        }
        lock (model)
            model.Parent[node] = isThere ? "n2" : "";
    }

    public ValueTask DisposeAsync() => store.DisposeAsync();

    private async Task CompareAsync(string account, string node)
    {
        var expected = model.RightsOf(account, node);
        var path = PathOf(node);
        var explained = (await store.Operator.Access.ExplainAsync(account, Rights.Read, path, default)).Value;
        Assert.True(expected == explained.Held, $"{account} on {path}: {expected} by the model, {explained.Held} here. {explained.Reason}");
        Assert.Equal(expected.HasFlag(Rights.Read), explained.Allowed);
        // What is explained is what happens.
        var seen = await workspaces[account].Files.StatAsync(path, AsOf.Now, default);
        Assert.True(seen.Refused is null == expected.HasFlag(Rights.List), $"{account} on {path}: {expected}, but stat: {seen.Refused?.Kind}");
        if (IsFolder(node))
            return;
        var opened = await workspaces[account].Files.OpenAsync(path, AsOf.Now, default);
        Refusal? refusal = expected.HasFlag(Rights.Read) ? null : expected.HasFlag(Rights.List) ? Refusal.Denied : Refusal.NotFound;
        Assert.Equal(refusal, opened.Refused?.Kind);
        if (opened.Refused is null)
            await opened.Value.DisposeAsync();
    }

    private async Task MoveAsync(string node, string target)
    {
        var isPossible = IsFolder(target) && node != target && !model.WayTo(target).Contains(node) && model.Parent[node] != target;
        if (!isPossible)
            return;
        Done(await store.Files.MoveAsync(
            PathOf(node), PathOf(target).Child(node).Value, Overwrite.Refuse, MissingParents.Refuse, Precondition.None, default));
        model.Parent[node] = target;
    }

    private bool IsFolder(string node) => Array.IndexOf(nodes, node) < nodes.Length - 3;

    private NodePath PathOf(string node)
    {
        lock (model)
            return TestStore.Path(model.PathOf(node));
    }

    // Also where nothing was granted there.
    private static void Revoked(Outcome<Done> outcome) => Assert.True(outcome.Refused is null or { Kind: Refusal.NotFound });

    private static void Done<T>(Outcome<T> outcome) => Assert.Null(outcome.Refused);
}
