using Atrium.Core.Maintenance;
using Atrium.Core.Ports;
using Atrium.Core.Repository;
using static Atrium.Core.Tests.TestStore;

namespace Atrium.Core.Tests.Maintenance;

/// <summary>Rows that were lost or damaged, as by hand: each is found, named and mended, and nothing is thrown away.</summary>
public class TreeCheckTests
{
    public static TheoryData<string, string, string[]> Damages => new()
    {
        { "the entry of a file", "orphan-node", ["/a/g: two", "/lost+found/node-4: one"] },
        { "the entry of a folder", "orphan-node", ["/lost+found/node-2/b/f: one", "/lost+found/node-2/g: two"] },
        { "the node of a folder", "reference", ["/a/b/f: one", "/a/g: two"] },
        { "a circle", "orphan-node", ["/lost+found/node-2/b/f: one", "/lost+found/node-2/g: two"] },
        { "the content of a file", "reference", ["/a/g: two"] },
        { "the node of a file", "reference", ["/a/b/f: one", "/a/g: two"] },
        { "the node and the content of a file", "reference", ["/a/g: two"] },
        { "the folder of a file", "orphan-node", ["/a/g: two", "/lost+found/node-4: one"] },
        { "the newest content", "reference", ["/a/b/f: one", "/a/g: first"] },
    };

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task Repair_LostRow_SavesWhatIsThereAndIsClean(string damage, string kind, string[] expected)
    {
        await using var store = await OpenAsync();
        await store.PutAsync("/shared/docs/a/b/f", "one"); // nodes 2, 3 and 4, below 1
        await store.PutAsync("/shared/docs/a/g", "first");
        await store.PutAsync("/shared/docs/a/g", "two");
        Assert.Null((await store.Store.Catalog.CommitAsync<Done>(store.Operator.Caller, tx =>
        {
            Damage(tx, damage);
            return default(Done);
        }, default)).Refused);

        Assert.Contains(await CheckAsync(store, CheckMode.Verify), problem => problem.Kind == kind && !problem.Repaired);
        var repaired = await CheckAsync(store, CheckMode.Repair);
        Assert.Contains(repaired, problem => problem.Kind == kind);
        Assert.All(repaired, problem => Assert.True(problem.Repaired, problem.ToString()));
        await MaintenanceTests.AssertCleanAsync(store);

        await new Maintainer(store.Store).RunOnceAsync(default);
        var tree = await Repository.ModelReader.ReadAsync(store, "/shared/docs", AsOf.Now);
        Assert.Equal(expected, tree.Where(x => x.Value.Text is not null).Select(x => $"{x.Key}: {x.Value.Text}"));
        // Every name can be used again.
        Assert.Null((await store.PutAsync("/shared/docs/a/b/f", "again")).Refused);
        Assert.Null((await store.PutAsync("/shared/docs/a/g", "again")).Refused);
        await MaintenanceTests.AssertCleanAsync(store);
    }

    [Fact]
    public async Task Check_CatalogThatCannotBeRead_IsReportedWithWhatWasFound()
    {
        await using var store = await OpenAsync(new RepositoryOptions { InlineThreshold = 8 });
        for (var i = 0; i < 300; i++)
            await store.PutAsync($"/shared/docs/a/a file with a rather long name {i}", $"content that is a file of its own {i}");
        await store.ReopenAsync(() =>
        {
            foreach (var file in Directory.GetFiles(System.IO.Path.Combine(store.Folder, "blobs"), "*", SearchOption.AllDirectories).Take(1))
                File.Delete(file);
            // All pages but the first ones, which hold the schema and what is needed to open.
            using var catalog = File.OpenWrite(System.IO.Path.Combine(store.Folder, "catalog.db"));
            for (var page = 80L; page < catalog.Length / 4096; page++)
            {
                catalog.Position = page * 4096;
                catalog.Write(new byte[2048]);
            }
        });
        var problems = await CheckAsync(store, CheckMode.Verify);
        Assert.Contains(problems, problem => problem.Detail.StartsWith("It cannot be read", StringComparison.Ordinal));
        Assert.True(problems.Count > 1);
    }

    private static void Damage(ICatalogTransaction tx, string damage)
    {
        var space = tx.FindSpace(SpaceKind.Shared, "docs")!;
        var a = tx.LiveEntry(space.Root, "a")!.Value;
        var b = tx.LiveEntry(a.Node, "b")!.Value;
        var f = tx.LiveEntry(b.Node, "f")!.Value;
        var g = tx.LiveEntry(a.Node, "g")!.Value;
        switch (damage)
        {
            case "the entry of a file":
                tx.DeleteEntry(f);
                break;
            case "the entry of a folder":
                tx.DeleteEntry(a);
                break;
            case "the node of a folder":
                tx.DeleteNode(b.Node);
                break;
            case "a circle":
                tx.DeleteEntry(a);
                tx.InsertEntry(a with { Parent = b.Node, Name = "round" });
                break;
            case "the content of a file":
                tx.DeleteContent(tx.NewestContent(f.Node)!);
                break;
            case "the node and the content of a file":
                tx.DeleteContent(tx.NewestContent(f.Node)!);
                tx.DeleteNode(f.Node);
                break;
            case "the folder of a file":
                tx.DeleteEntry(b);
                tx.DeleteNode(b.Node);
                break;
            case "the node of a file":
                tx.DeleteNode(f.Node);
                break;
            default:
                tx.DeleteContent(tx.NewestContent(g.Node)!);
                break;
        }
    }

    private static async Task<IReadOnlyList<CheckProblem>> CheckAsync(TestStore store, CheckMode mode)
        => (await store.Operator.Administration.CheckAsync(mode, null, default)).Value.Problems;
}
