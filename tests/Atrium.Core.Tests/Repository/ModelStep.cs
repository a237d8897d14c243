using Atrium.Core.Repository;
using CsCheck;

namespace Atrium.Core.Tests.Repository;

/// <summary>What a random step does.</summary>
internal enum ModelAction
{
    Store, StoreAgain, Append, MakeFolder, Move, MoveAgain, Copy, CopyOld, Delete, DeleteAgain, Undelete, UndeleteAgain, UndeleteOld, SetQuota,
}

/// <summary>A place in one of the two spaces.</summary>
internal sealed record ModelPlace(int Space, string[] Names)
{
    internal static readonly string[] Spaces = ["/shared/docs", "/shared/more"];

    internal NodePath Path => TestStore.Path(ToString());

    public override string ToString() => Spaces[Space] + string.Concat(Names.Select(name => "/" + name));
}

/// <summary>One random operation. Not every kind looks at every field.</summary>
internal sealed record ModelStep(
    ModelAction Action, ModelPlace From, ModelPlace To, string Text, bool Overwriting, bool MakesParents, int Moment, int Condition)
{
    internal Overwrite Overwrite => Overwriting ? Overwrite.Replace : Overwrite.Refuse;

    internal MissingParents Parents => MakesParents ? MissingParents.Create : MissingParents.Refuse;

    // Three names, three deep: small enough that steps meet.
    private static readonly Gen<ModelPlace> Places = Gen.Select(
        Gen.Frequency((3, Gen.Const(0)), (1, Gen.Const(1))), Gen.Frequency((1, Gen.Const(0)), (25, Gen.Int[1, 3])).SelectMany(depth => Gen.Char['a', 'c'].Array[depth]),
        (space, names) => new ModelPlace(space, [.. names.Select(c => c.ToString())]));

    internal static readonly Gen<ModelStep> Any = Gen.Select(
        Gen.Enum<ModelAction>(), Places, Places, Gen.Char['a', 'z'].Array[0, 24].Select(c => new string(c)), Gen.Bool,
        Gen.Frequency((1, Gen.Const(false)), (4, Gen.Const(true))), Gen.Int[0, 1_000_000], Gen.Int[0, 30],
        (action, from, to, text, overwriting, parents, moment, condition)
            => new ModelStep(action, from, to, text, overwriting, parents, moment, condition));

    public override string ToString()
        => $"{Action} {From} to {To} '{Text}' overwriting={Overwriting} parents={MakesParents} moment={Moment} condition={Condition}";
}
