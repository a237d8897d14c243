using System.Security.Cryptography;
using System.Text;
using Atrium.Core.Repository;
using static Atrium.Core.Tests.TestStore;

namespace Atrium.Core.Tests.Repository;

/// <summary>Does each step to the repository and to the model; the model says first what must be answered.</summary>
internal sealed class ModelRun(TestStore store, TestClock clock)
{
    internal ModelSpace[] Spaces { get; } = [.. ModelPlace.Spaces.Select(path => new ModelSpace(path))];

    internal async Task StepAsync(ModelStep step)
    {
        var (expected, change) = Predict(step);
        var actual = await RunAsync(step);
        Assert.True(actual == expected, $"{step}: {actual?.ToString() ?? "done"} where {expected?.ToString() ?? "done"} was expected");
        if (expected is null)
            change();
        await RememberAsync();
    }

    internal async Task RememberAsync()
    {
        var infos = (await store.Operator.Administration.ListSpacesAsync(default)).Value;
        foreach (var space in Spaces)
        {
            var info = infos.Single(info => info.Path.ToString() == space.Path);
            Assert.Equal((space.Used, space.Quota), (info.Used, info.Quota));
            space.Remember(info.Sequence, clock.GetUtcNow());
        }
        clock.Advance(TimeSpan.FromSeconds(1));
    }

    private async Task<Refusal?> RunAsync(ModelStep step)
    {
        var (from, to, files) = (step.From.Path, step.To.Path, store.Files);
        var options = new StoreOptions { MissingParents = step.Parents, Precondition = Condition(step).Precondition };
        return step.Action switch
        {
            ModelAction.Store or ModelAction.StoreAgain => (await files.StoreAsync(from, Body(step.Text), options, default)).Refused?.Kind,
            ModelAction.Append => (await files.AppendAsync(from, Body(step.Text), options, default)).Refused?.Kind,
            ModelAction.MakeFolder => (await files.MakeFolderAsync(from, step.Parents, default)).Refused?.Kind,
            ModelAction.Move or ModelAction.MoveAgain
                => (await files.MoveAsync(from, to, step.Overwrite, step.Parents, Condition(step).Precondition, default)).Refused?.Kind,
            ModelAction.Copy => (await files.CopyAsync(from, AsOf.Now, to, step.Overwrite, step.Parents, default)).Refused?.Kind,
            ModelAction.CopyOld => (await files.CopyAsync(from, AsOf.Seq(Past(step).Seq), to, step.Overwrite, step.Parents, default)).Refused?.Kind,
            ModelAction.Delete or ModelAction.DeleteAgain => (await files.DeleteAsync(
                from, step.Overwriting ? DeleteScope.Tree : DeleteScope.SingleNode, Condition(step).Precondition, default)).Refused?.Kind,
            ModelAction.Undelete or ModelAction.UndeleteAgain
                => (await files.UndeleteAsync(from, AsOf.Now, Elsewhere(step)?.Path, step.Overwrite, default)).Refused?.Kind,
            ModelAction.UndeleteOld
                => (await files.UndeleteAsync(from, AsOf.Seq(Past(step).Seq), Elsewhere(step)?.Path, step.Overwrite, default)).Refused?.Kind,
            _ => (await store.Operator.Administration.SetSpaceAsync(
                Path(Spaces[step.From.Space].Path), new SpaceSettings { Quota = Quota(step) ?? -1 }, default)).Refused?.Kind,
        };
    }

    private (Refusal? Refusal, Action Change) Predict(ModelStep step)
    {
        var from = Spaces[step.From.Space];
        switch (step.Action)
        {
            case ModelAction.Store or ModelAction.StoreAgain or ModelAction.Append:
                return PredictStore(step, from, step.Action == ModelAction.Append);
            case ModelAction.MakeFolder:
                return (
                    from.Find(step.From.Names) is not null ? Refusal.Exists : Parents(step.From, step.MakesParents),
                    () => from.Put(step.From.Names, new ModelNode(null)));
            case ModelAction.Move or ModelAction.MoveAgain:
                return PredictMove(step, from);
            case ModelAction.Copy:
                return PredictCopy(step, from.At(long.MaxValue), isNow: true, step.To, step.MakesParents);
            case ModelAction.CopyOld:
                var past = Past(step);
                return PredictCopy(step, from.At(past.Seq), past.IsNow, step.To, step.MakesParents);
            case ModelAction.Delete or ModelAction.DeleteAgain:
                var gone = from.Find(step.From.Names);
                return (
                    step.From.Names.Length == 0 ? Refusal.Denied
                        : Condition(step).Holds ? gone is null ? Refusal.NotFound : gone.Children.Count > 0 && !step.Overwriting ? Refusal.NotEmpty : null
                        : Refusal.Conflict,
                    () => from.Remove(step.From.Names));
            case ModelAction.Undelete or ModelAction.UndeleteAgain:
                return PredictUndelete(step, from);
            case ModelAction.UndeleteOld:
                return PredictRestore(step, from);
            default:
                return (null, () => from.Quota = Quota(step));
        }
    }

    private (Refusal? Refusal, Action Change) PredictStore(ModelStep step, ModelSpace space, bool appends)
    {
        var old = space.Find(step.From.Names);
        var text = appends ? old?.Content?.Text + step.Text : step.Text;
        var isOnePiece = !appends || string.IsNullOrEmpty(old?.Content?.Text) || (step.Text.Length == 0 && old.Content.IsOnePiece);
        var refusal = old is { IsFolder: true } || !Condition(step).Holds
            ? Refusal.Conflict
            : Parents(step.From, step.MakesParents) ?? Room(space, text.Length - (old?.Bytes ?? 0));
        return (refusal, () =>
        {
            if (old is null)
                space.Put(step.From.Names, new ModelNode(new ModelContent(text, isOnePiece)));
            else
                old.Content = new ModelContent(text, isOnePiece);
        });
    }

    private (Refusal? Refusal, Action Change) PredictMove(ModelStep step, ModelSpace from)
    {
        var to = Spaces[step.To.Space];
        var node = from.Find(step.From.Names);
        Refusal? Source() => !Condition(step).Holds ? Refusal.Conflict : node is null ? Refusal.NotFound : null;
        Refusal? Here() => Source() ?? (Contains(step.From, step.To) || Contains(step.To, step.From) ? Refusal.Conflict : Target(step, step.To, step.MakesParents));
        Refusal? Across() => (node is null ? Refusal.NotFound : Target(step, step.To, step.MakesParents)) ?? Source()
            ?? Room(to, node!.Bytes - (to.Find(step.To.Names)?.Bytes ?? 0));
        return (step.From.Names.Length == 0 ? Refusal.Denied : from == to ? Here() : Across(), () =>
        {
            // In another space it is another node: its versions stay behind.
            var there = from == to ? node! : node!.Copy();
            if (from == to)
                from.Find(step.From.Names[..^1])!.Unlink(step.From.Names[^1]);
            to.Put(step.To.Names, there);
            if (from != to)
                from.Remove(step.From.Names);
        });
    }

    private (Refusal? Refusal, Action Change) PredictCopy(ModelStep step, ModelState source, bool isNow, ModelPlace target, bool makesParents)
    {
        var copy = source.Build(step.From.Names);
        var to = Spaces[target.Space];
        var refusal = copy is null ? Refusal.NotFound
            : isNow && step.From.ToString() == target.ToString() ? Refusal.Conflict
            : Target(step, target, makesParents) ?? Room(to, copy.Bytes - (to.Find(target.Names)?.Bytes ?? 0));
        return (refusal, () => to.Put(target.Names, copy!));
    }

    private (Refusal? Refusal, Action Change) PredictUndelete(ModelStep step, ModelSpace space)
    {
        var target = Elsewhere(step) ?? step.From;
        if (step.From.Names.Length == 0)
            return (Refusal.Conflict, () => { });
        if (space.Find(step.From.Names) is not null)
            return (Refusal.Exists, () => { });
        var (node, refusal) = space.LastOf(step.From.Names);
        refusal ??= Target(step, target, makesParents: true)
            ?? (target.Space != step.From.Space ? Refusal.Invalid : Room(space, node!.Bytes - (space.Find(target.Names)?.Bytes ?? 0)));
        return (refusal, () =>
        {
            // It may stand in a folder that is deleted itself.
            if (node!.Place is { } place && place.Parent.Children.GetValueOrDefault(place.Name) == node)
                place.Parent.Unlink(place.Name);
            space.Put(target.Names, node);
        });
    }

    private (Refusal? Refusal, Action Change) PredictRestore(ModelStep step, ModelSpace from)
    {
        var past = Past(step);
        var (state, target) = (from.At(past.Seq), Elsewhere(step) ?? step.From);
        if (state.Build(step.From.Names) is not { } node)
            return (Refusal.NotFound, () => { });
        if (node.IsFolder)
            return PredictCopy(step, state, past.IsNow, target, makesParents: true);
        var to = Spaces[target.Space];
        var old = to.Find(target.Names);
        var refusal = old is { IsFolder: true } ? Refusal.Conflict
            : old is not null && old != state.Original(step.From.Names) && !step.Overwriting ? Refusal.Exists
            : Parents(target, true) ?? Room(to, node.Bytes - (old?.Bytes ?? 0)) ?? (to != from ? Refusal.Invalid : null);
        return (refusal, () =>
        {
            if (old is null)
                to.Put(target.Names, node);
            else
                old.Content = node.Content;
        });
    }

    private Refusal? Target(ModelStep step, ModelPlace target, bool makesParents)
        => target.Names.Length == 0 ? Refusal.Denied
            : Spaces[target.Space].Find(target.Names) is not null && !step.Overwriting ? Refusal.Exists
            : Parents(target, makesParents);

    private Refusal? Parents(ModelPlace place, bool makesParents)
        => Spaces[place.Space].HasParents(place.Names) is { } found && (found || makesParents) ? null : Refusal.Conflict;

    private static Refusal? Room(ModelSpace space, long growth)
        => growth > 0 && space.Used + growth > space.Quota ? Refusal.QuotaExceeded : null;

    private static bool Contains(ModelPlace folder, ModelPlace place)
        => folder.Space == place.Space && place.Names.Take(folder.Names.Length).SequenceEqual(folder.Names) && place.Names.Length >= folder.Names.Length;

    private static ModelPlace? Elsewhere(ModelStep step) => step.Moment % 3 == 0 ? step.To : null;

    private static long? Quota(ModelStep step) => step.Moment % 4 == 0 ? null : step.Moment % 200;

    private (long Seq, bool IsNow) Past(ModelStep step)
    {
        var states = Spaces[step.From.Space].States.Keys;
        var seq = states.ElementAt(step.Moment % states.Count);
        return (seq, seq == states.Last());
    }

    // Most steps have none.
    private (Precondition Precondition, bool Holds) Condition(ModelStep step)
    {
        var node = Spaces[step.From.Space].Find(step.From.Names);
        var hash = Hash(step.Moment % 2 == 0 && node?.Content is { IsOnePiece: true } content ? content.Text : "another text");
        var matches = node?.Content is { IsOnePiece: true } now && Hash(now.Text) == hash;
        return step.Condition switch
        {
            0 => (new Precondition { MustExist = true }, node is not null),
            1 => (new Precondition { MustNotExist = true }, node is null),
            2 => (new Precondition { AnyOf = [hash] }, matches),
            3 => (new Precondition { NoneOf = [hash] }, !matches),
            _ => (Precondition.None, true),
        };
    }

    internal static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
