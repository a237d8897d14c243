using System.Diagnostics;
using System.Security.Cryptography;
using Atrium.Core;
using Atrium.Core.Access;
using Atrium.Core.Accounts;
using Atrium.Core.Ports;
using Atrium.Core.Repository;

namespace Atrium.Bench;

/// <summary>What a permission answer costs in a large organisation: remembered, and after a change that lets everything be looked up anew.</summary>
internal static class AccessBench
{
    private const int Accounts = 10_000, Groups = 1000, Grants = 1000, Depth = 20, Looks = 5000, ColdLooks = 300;

    private static readonly Caller System = new(Caller.System, "system", new Visit("bench", null, "bench", Encrypted: true));

    internal static async Task RunAsync(string folder)
    {
        Console.WriteLine($"# access: a tree {Depth} deep, {Grants:#,0} grants, {Accounts:#,0} accounts, {Groups:#,0} groups, each in the next\n\n{Machine.Describe(folder)}\n");
        await using var store = await BenchStore.OpenAsync(Path.Combine(folder, "data"));
        await store.AddSpaceAsync("/shared/tree");
        var catalog = store.Store.Catalog;
        var (accounts, groups) = await FillAsync(catalog);
        await GrantAsync(store, groups);
        var deep = BenchStore.At(Deep(Depth - 2) + "/file");
        await store.PutAsync(deep.ToString(), [1]);
        // In the group that is in all others: the account whose principals are the most.
        var member = new Caller(accounts[0], "account-0", System.Visit) { Credential = accounts[0] };
        var operatorCaller = new Caller(Caller.Operator, "operator", System.Visit);
        var (node, space) = await catalog.ReadAsync(
            reader => TreeWalk.To(reader, operatorCaller, deep, AsOf.Now).Value is var walk ? (walk.TargetNode!.Value, walk.Space.Id) : default, default);

        Console.WriteLine("| | p50 us | p99 us | |\n|---|---|---|---|");
        // The walk has read the rows of the path whoever asks; what it decides is measured alone.
        var chain = await catalog.ReadAsync(reader => Chain(reader, node, reader.GetSpace(space)!.Root), default);
        await LookAsync("decide along a path that was walked, remembered", Looks, "under 20", catalog, reader => Decide(reader, member, space, chain), null);
        await LookAsync("decide along a path that was walked, cold", ColdLooks, "under 1,000", catalog, reader => Decide(reader, member, space, chain), ChangeAsync);
        await LookAsync("of it: who the account is", ColdLooks, "", catalog, reader => Known(reader.PrincipalsOf(accounts[0])), ChangeAsync);
        await LookAsync("of it: what was said in the space", ColdLooks, "", catalog, reader => Known(reader.AclOf(reader.GetSpace(space)!)), ChangeAsync);
        await LookAsync("decide about a node by its number, remembered", Looks, "", catalog, reader => Check(SpaceAccess.Of(reader, member, reader.GetSpace(space)!).Of(node)), null);
        await LookAsync("look up the path and decide, as a member", Looks, "", catalog, reader => Check(TreeWalk.To(reader, member, deep, AsOf.Now).Value.Rights), null);
        await LookAsync("look up the path and decide, as the operator, who may all", Looks, "", catalog, reader => Check(TreeWalk.To(reader, operatorCaller, deep, AsOf.Now).Value.Rights), null);

        // Everything that is remembered is no longer true: a grant in the space, a member in a group.
        async Task ChangeAsync(int i)
        {
            BenchStore.Check((await store.Workspace.Access.GrantAsync(BenchStore.At("/shared/tree"), "account-1", i % 2 == 0 ? Rights.List : Rights.Read, default)).Refused);
            BenchStore.Check((await catalog.CommitAsync<Done>(System, tx =>
            {
                tx.AddMember(groups[1], accounts[2 + i]);
                return default(Done);
            }, default)).Refused);
        }
    }

    private static void Decide(ICatalogReader reader, Caller caller, long space, IReadOnlyList<long> chain)
    {
        var access = SpaceAccess.Of(reader, caller, reader.GetSpace(space)!);
        var rights = access.AtRoot;
        foreach (var node in chain)
            rights = access.Below(rights, node);
        Check(rights);
    }

    private static void Known(object? found) => ArgumentNullException.ThrowIfNull(found);

    private static void Check(Rights rights)
    {
        if (!rights.HasFlag(Rights.Read))
            throw new InvalidOperationException("The member may read.");
    }

    private static List<long> Chain(ICatalogReader reader, long node, long root)
    {
        var chain = new List<long>();
        for (; node != root; node = reader.NewestPlaceOf(node)!.Value.Parent)
            chain.Insert(0, node);
        return chain;
    }

    private static async Task<(long[] Accounts, long[] Groups)> FillAsync(ICatalog catalog)
    {
        var groups = new long[Groups];
        var accounts = new long[Accounts];
        BenchStore.Check((await catalog.CommitAsync<Done>(System, tx =>
        {
            for (var i = 0; i < Groups; i++)
            {
                tx.InsertGroup(new GroupRow(groups[i] = tx.Next(Sequence.Principal), $"group-{i}", tx.Now));
                if (i > 0)
                    tx.AddMember(groups[i], groups[i - 1]);
            }
            return default(Done);
        }, default)).Refused);
        for (var first = 0; first < Accounts; first += 1000)
        {
            var start = first;
            BenchStore.Check((await catalog.CommitAsync<Done>(System, tx =>
            {
                for (var i = start; i < start + 1000; i++)
                {
                    // Argon2id ten thousand times is not what is measured: the accounts have a credential that nobody can use.
                    accounts[i] = tx.Next(Sequence.Principal);
                    tx.InsertAccount(new AccountRow(accounts[i], $"account-{i}", false, false, tx.Now));
                    tx.InsertCredential(new CredentialRow(accounts[i], accounts[i], CredentialKind.Password, "password", "", tx.Now));
                    tx.AddMember(groups[i == 0 ? 0 : i % Groups], accounts[i]);
                }
                return default(Done);
            }, default)).Refused);
        }
        return (accounts, groups);
    }

    private static async Task GrantAsync(BenchStore store, long[] groups)
    {
        for (var i = 0; i < Depth; i++)
            await store.PutAsync($"{Deep(i)}/here", [1]);
        // The one that lets the member read stands on the space; the others are all over the tree, to all kinds of groups.
        for (var i = 0; i < Grants; i++)
        {
            var at = i == 0 ? "/shared/tree" : i % 2 == 0 ? Deep(i / 2 % Depth) : $"{Deep(i % Depth)}/side-{i}";
            if (i % 2 == 1)
                await store.PutAsync($"{at}/f", [1]);
            // The last group has the one grant that counts: another one to it on the same folder would take its place.
            var group = i == 0 ? Groups - 1 : RandomNumberGenerator.GetInt32(Groups - 1);
            BenchStore.Check((await store.Workspace.Access.GrantAsync(BenchStore.At(at), $"group-{group}", i == 0 ? Rights.Read : Rights.List, default)).Refused);
        }
    }

    private static async Task LookAsync(string name, int looks, string goal, ICatalog catalog, Action<ICatalogReader> look, Func<int, Task>? before)
    {
        var times = new List<double>(looks);
        for (var i = 0; i < looks + Warming(looks); i++)
        {
            if (before is not null)
                await before(i);
            var time = await catalog.ReadAsync(
                reader =>
                {
                    var started = Stopwatch.GetTimestamp();
                    look(reader);
                    return Stopwatch.GetElapsedTime(started).TotalMicroseconds;
                },
                default);
            if (i >= Warming(looks)) // the first ones are compiled and find cold pages
                times.Add(time);
        }
        Console.WriteLine($"| {name} | {Machine.Percentile(times, 0.5):0.0} | {Machine.Percentile(times, 0.99):0.0} | {goal} |");
    }

    private static int Warming(int looks) => Math.Max(200, looks);

    private static string Deep(int folder) => "/shared/tree" + string.Concat(Enumerable.Range(0, folder).Select(i => $"/folder {i}"));
}
