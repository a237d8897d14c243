using Atrium.Core.Maintenance;
using Atrium.Core.Repository;
using Atrium.Core.Tests.Maintenance;
using CsCheck;
using static Atrium.Core.Tests.TestStore;

namespace Atrium.Core.Tests.Repository;

/// <summary>Random operations on the real repository and on a model that is obviously right; afterwards both agree on the present and on every past.</summary>
public class ModelTests
{
    private const string Root = "/shared/docs";

    // Contents on both sides of the inline threshold.
    private static readonly RepositoryOptions Options = new() { InlineThreshold = 12, BlobGrace = TimeSpan.Zero };

    private static readonly Gen<string> Paths = Gen.Char['a', 'c'].Select(c => c.ToString())
        .Array[1, 3].Select(names => $"{Root}/{string.Join('/', names)}");

    private static readonly Gen<string> Contents = Gen.Char['a', 'z'].Array[0, 24].Select(chars => new string(chars));

    private static readonly Gen<Step> Steps = Gen.Select(
        Gen.Int[0, 9], Paths, Paths, Contents, Gen.Bool, Gen.Int[0, 1_000_000],
        (kind, path, other, content, flag, moment) => new Step(kind, path, other, content, flag, moment));

    private static long Iterations => Environment.GetEnvironmentVariable("ATRIUM_TEST_LONG") == "1" ? 2000 : 60;

    private sealed record Step(int Kind, string Path, string Other, string Content, bool Flag, int Moment)
    {
        internal Overwrite Overwrite => Flag ? Overwrite.Replace : Overwrite.Refuse;
    }

    [Fact]
    public async Task Operations_Random_AgreeWithTheModelNowAndInEveryPast()
        => await Steps.Array[1, 60].SampleAsync(
            async steps =>
            {
                await using var store = await OpenAsync(Options);
                var model = new TreeModel(Root);
                model.Remember(1);
                var deleted = new List<string>();
                foreach (var step in steps)
                {
                    await RunAsync(store, model, step, deleted);
                    model.Remember((await SpaceAsync(store)).Sequence);
                }
                await AssertAgreesAsync(store, model);
                await MaintenanceTests.AssertCleanAsync(store);

                await store.Operator.Administration.SetSpaceAsync(Path(Root), new SpaceSettings { Retention = TimeSpan.Zero }, default);
                var maintainer = new Maintainer(store.Store);
                await maintainer.RunOnceAsync(default);
                await maintainer.RunOnceAsync(default);
                await MaintenanceTests.AssertCleanAsync(store);
                Assert.Equal(0, (await SpaceAsync(store)).History);
                await AssertTreeAsync(store, model.Now, AsOf.Now);
            },
            iter: Iterations, threads: 1);

    private static async Task RunAsync(TestStore store, TreeModel model, Step step, List<string> deleted)
    {
        var (path, to) = (step.Path, step.Other);
        switch (step.Kind)
        {
            case 0 or 1:
                var put = await store.PutAsync(path, step.Content);
                Expect(put.Refused?.Kind, model.IsFolder(path) || model.IsBlocked(path) ? Refusal.Conflict : null, step);
                if (put.Refused is null)
                    model.Put(path, step.Content);
                break;
            case 2:
                var appended = await store.Files.AppendAsync(
                    Path(path), Body(step.Content), new StoreOptions { MissingParents = MissingParents.Create }, default);
                Expect(appended.Refused?.Kind, model.IsFolder(path) || model.IsBlocked(path) ? Refusal.Conflict : null, step);
                if (appended.Refused is null)
                    model.Put(path, (model.Exists(path) ? model.Now[path] : "") + step.Content);
                break;
            case 3:
                var made = await store.Files.MakeFolderAsync(Path(path), MissingParents.Create, default);
                Expect(made.Refused?.Kind, model.Exists(path) ? Refusal.Exists : model.IsBlocked(path) ? Refusal.Conflict : null, step);
                if (made.Refused is null)
                    model.Put(path, null);
                break;
            case 4:
                var moved = await store.Files.MoveAsync(Path(path), Path(to), step.Overwrite, MissingParents.Create, Precondition.None, default);
                var intoItself = path == to || to.StartsWith(path + "/", StringComparison.Ordinal) || path.StartsWith(to + "/", StringComparison.Ordinal);
                Expect(moved.Refused?.Kind, !model.Exists(path) ? Refusal.NotFound : intoItself ? Refusal.Conflict : Target(model, to, step), step);
                if (moved.Refused is null)
                {
                    var before = new Dictionary<string, string?>(model.Now);
                    model.Remove(path);
                    model.Graft(before, path, to);
                }
                break;
            case 5:
                var copied = await store.Files.CopyAsync(Path(path), AsOf.Now, Path(to), step.Overwrite, MissingParents.Create, default);
                Expect(copied.Refused?.Kind, !model.Exists(path) ? Refusal.NotFound : path == to ? Refusal.Conflict : Target(model, to, step), step);
                if (copied.Refused is null)
                    model.Graft(new Dictionary<string, string?>(model.Now), path, to);
                break;
            case 6:
                var removed = await store.Files.DeleteAsync(Path(path), step.Flag ? DeleteScope.Tree : DeleteScope.SingleNode, Precondition.None, default);
                var isFull = TreeModel.Below(model.Now, path).Count > 1;
                Expect(removed.Refused?.Kind, !model.Exists(path) ? Refusal.NotFound : !step.Flag && isFull ? Refusal.NotEmpty : null, step);
                if (removed.Refused is null)
                {
                    model.Remove(path);
                    deleted.Add(path);
                }
                break;
            case 7:
                await UndeleteLastAsync(store, model, deleted, step);
                break;
            default:
                await FromThePastAsync(store, model, step);
                break;
        }
    }

    // Undone at once, a deletion brings back exactly the tree of before.
    private static async Task UndeleteLastAsync(TestStore store, TreeModel model, List<string> deleted, Step step)
    {
        if (deleted.Count == 0)
            return;
        var path = deleted[^1];
        deleted.RemoveAt(deleted.Count - 1);
        var before = model.States.Last(state => state.Value.ContainsKey(path)).Value;
        var undone = await store.Files.UndeleteAsync(Path(path), AsOf.Now, null, Overwrite.Refuse, default);
        if (undone.Refused is { } refused)
        {
            // What is there again, was moved meanwhile or is in the way is refused, and changes nothing.
            Assert.Contains(refused.Kind, new[] { Refusal.Exists, Refusal.Conflict, Refusal.NotFound });
            return;
        }
        Assert.False(model.Exists(path), $"{step}: it was not deleted");
        model.Graft(before, path, path);
    }

    private static async Task FromThePastAsync(TestStore store, TreeModel model, Step step)
    {
        var (path, to) = (step.Path, step.Other);
        var seq = model.States.Keys.ElementAt(step.Moment % model.States.Count);
        var past = model.At(seq);
        if (step.Kind == 8)
        {
            var copied = await store.Files.CopyAsync(Path(path), AsOf.Seq(seq), Path(to), step.Overwrite, MissingParents.Create, default);
            var isNow = seq >= model.States.Keys.Last();
            Expect(copied.Refused?.Kind, !past.ContainsKey(path) ? Refusal.NotFound : isNow && path == to ? Refusal.Conflict : Target(model, to, step), step);
            if (copied.Refused is null)
                model.Graft(past, path, to);
            return;
        }
        var restored = await store.Files.UndeleteAsync(Path(path), AsOf.Seq(seq), null, Overwrite.Replace, default);
        if (restored.Refused is null)
            model.Graft(past, path, path);
        else if (!past.ContainsKey(path))
            Assert.Equal(Refusal.NotFound, restored.Refused.Kind);
        else
            Assert.Equal(Refusal.Conflict, restored.Refused.Kind); // a folder now where a file was, a file in the way, or the present itself
    }

    private static Refusal? Target(TreeModel model, string to, Step step)
        => model.Exists(to) && !step.Flag ? Refusal.Exists : model.IsBlocked(to) ? Refusal.Conflict : null;

    private static void Expect(Refusal? actual, Refusal? expected, Step step)
        => Assert.True(actual == expected, $"{step}: {actual?.ToString() ?? "done"} where {expected?.ToString() ?? "done"} was expected");

    private static async Task AssertAgreesAsync(TestStore store, TreeModel model)
    {
        await AssertTreeAsync(store, model.Now, AsOf.Now);
        var space = await SpaceAsync(store);
        Assert.Equal(model.Size(Root), space.Used);
        foreach (var (seq, tree) in model.States)
            await AssertTreeAsync(store, tree, AsOf.Seq(seq));
        foreach (var folder in model.Now.Where(entry => entry.Value is null).Select(entry => entry.Key))
            Assert.Equal(model.Size(folder), (await store.Files.StatAsync(Path(folder), AsOf.Now, default)).Value.Size);
    }

    private static async Task AssertTreeAsync(TestStore store, IReadOnlyDictionary<string, string?> tree, AsOf asOf)
    {
        var found = new Dictionary<string, string?> { [Root] = null };
        var open = new Queue<string>([Root]);
        while (open.TryDequeue(out var folder))
        {
            string? after = null;
            do
            {
                var page = (await store.Files.ListAsync(Path(folder), new ListQuery { Limit = 2, After = after, AsOf = asOf }, default)).Value;
                foreach (var entry in page.Entries)
                {
                    var path = entry.Path.ToString();
                    found.Add(path, entry.Kind == NodeKind.File ? await store.ReadAsync(path, asOf) : null);
                    if (entry.Kind == NodeKind.Folder)
                        open.Enqueue(path);
                }
                after = page.Next;
            }
            while (after is not null);
        }
        Assert.Equal(tree.OrderBy(e => e.Key, StringComparer.Ordinal), found.OrderBy(e => e.Key, StringComparer.Ordinal));
    }

    private static async Task<SpaceInfo> SpaceAsync(TestStore store)
        => (await store.Operator.Administration.ListSpacesAsync(default)).Value.Single(space => space.Path.ToString() == Root);
}
