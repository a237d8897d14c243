using System.Globalization;
using Atrium.CommandLine;
using Atrium.Values;

namespace Atrium.Journal;

/// <summary><c>atrium log heads</c></summary>
internal static class LogHeads
{
    internal static ExampleCommand Create(CommandKit kit)
    {
        var command = new ExampleCommand(
            "heads", "Seal the journal, and show its last seals: kept elsewhere, they prove later that nothing before them was changed",
            "atrium log heads", "atrium log heads --json > heads.json")
        {
            kit.Options.Json,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = kit.Connect(parsed);
            var heads = await client.Journal.HeadsAsync(cancellation);
            if (kit.WantsJson(parsed))
            {
                JsonOutput.Write(kit.Shell, heads, json => json.JournalHeadsRecord);
                return ExitCode.Done;
            }
            var table = new Table("Of", new Column("Seal", IsNumber: true), new Column("Last row", IsNumber: true), "Sealed", "Hash");
            foreach (var head in heads.Heads)
            {
                table.Add(
                    head.Stream, head.Number.ToString(CultureInfo.InvariantCulture), head.Last.ToString(CultureInfo.InvariantCulture),
                    Moment.Format(head.SealedAt, kit.Shell.Clock), head.Hash);
            }
            table.Write(kit.Shell);
            return ExitCode.Done;
        });
        return command;
    }
}
