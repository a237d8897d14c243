namespace Atrium.Conformance.Crash;

/// <summary>Chooses a writer's next operation, so that folders stay small while their history grows.</summary>
internal sealed class Plan(Dice dice)
{
    /// <summary>Content up to here lies in the catalog, above it in a file of its own (the server's default).</summary>
    private const int InlineLimit = 64 * 1024;

    private const int FewFiles = 6, ManyFiles = 30;

    private static readonly string[] Folders = ["a", "b", "a/deep", "c"];

    public Operation Next(Tree state)
    {
        var roll = state.Files.Count < FewFiles ? 0 : dice.Next(100);
        if (state.Files.Count > ManyFiles)
            roll = 70 + dice.Next(12);
        return roll switch
        {
            < 30 => new Put(NewPath(), Bytes()),
            < 50 => new Put(AnyFile(state), Bytes()),
            < 65 => NextAppend(state),
            < 77 => new Delete(AnyFile(state)),
            < 82 => new DeleteTree(dice.Pick(state.Folders)),
            < 88 => NextMove(state),
            < 94 => NextCopy(state),
            < 97 => NextFolder(state, static (from, to) => new Move(from, to)),
            _ => NextFolder(state, static (from, to) => new Copy(from, to)),
        };
    }

    private Operation NextAppend(Tree state)
    {
        var path = AnyFile(state);
        // A file of many extents is replaced in one piece now and then, as a rotated log is.
        return state.Files[path].Pieces.Count < 8 ? new Append(path, Bytes()) : new Put(path, Bytes());
    }

    private Operation NextMove(Tree state)
    {
        var (from, to) = (AnyFile(state), dice.Next(3) == 0 ? AnyFile(state) : NewPath());
        return from == to ? new Delete(from) : new Move(from, to);
    }

    private Operation NextCopy(Tree state)
    {
        var (from, to) = (AnyFile(state), dice.Next(3) == 0 ? AnyFile(state) : NewPath());
        return from == to ? new Delete(from) : new Copy(from, to);
    }

    private Operation NextFolder(Tree state, Func<string, string, Operation> operation) =>
        operation(dice.Pick(state.Folders), $"d{dice.Next() % 100_000}");

    private string NewPath() => $"{dice.Pick(Folders)}/f{dice.Next() % 1_000_000}";

    private string AnyFile(Tree state) => state.Files.Keys.ElementAt(dice.Next(state.Files.Count));

    private Piece Bytes() => new(dice.Next(), dice.Next(20) switch
    {
        0 => 0,
        < 10 => dice.Between(1, 8 * 1024),
        < 13 => dice.Between(8 * 1024, InlineLimit),
        < 14 => dice.Between(InlineLimit - 1, InlineLimit + 1), // where the two ways of storing meet
        < 18 => dice.Between(InlineLimit + 1, 512 * 1024),
        _ => dice.Between(512 * 1024, 3 * 1024 * 1024),
    });
}
