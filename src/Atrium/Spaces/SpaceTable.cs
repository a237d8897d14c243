using Atrium.Api;
using Atrium.CommandLine;
using Atrium.Values;

namespace Atrium.Spaces;

/// <summary>Spaces for a person.</summary>
internal static class SpaceTable
{
    internal static void Write(Shell shell, IReadOnlyList<SpaceRecord> spaces)
    {
        var table = new Table("Space", "Owner", new Column("Used", IsNumber: true), new Column("Quota", IsNumber: true), new Column("History", IsNumber: true), new Column("Cap", IsNumber: true), "Kept");
        foreach (var space in spaces)
        {
            table.Add(
                space.Path, space.Owner ?? "-", Told(space.Used), Limit(space.Quota), Told(space.History),
                space.HistoryCap is { } cap ? ByteSize.Format(cap) : "as quota", Kept(space));
        }
        table.Write(shell);
    }

    internal static string Sentence(SpaceRecord space)
        => $"{space.Path}: owner {space.Owner ?? "none"}, quota {Limit(space.Quota)}, the past is kept for {Kept(space)}.";

    private static string Told(long? bytes) => bytes is { } held ? ByteSize.Format(held) : "-";

    private static string Limit(long? bytes) => bytes is { } limit ? ByteSize.Format(limit) : "none";

    private static string Kept(SpaceRecord space) => TimeLength.Format(TimeSpan.FromSeconds(space.RetentionSeconds));
}
