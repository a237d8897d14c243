using System.CommandLine;
using System.Globalization;
using Atrium.Api;
using Atrium.CommandLine;
using Atrium.Values;

namespace Atrium.Health;

/// <summary><c>atrium status</c></summary>
internal static class Status
{
    internal static Command Create(CommandKit kit)
    {
        var command = new ExampleCommand("status", "Show the running server in figures", "atrium status", "atrium status --json") { kit.Options.Json };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = kit.Connect(parsed);
            var status = await client.Administration.StatusAsync(cancellation);
            if (kit.WantsJson(parsed))
                JsonOutput.Write(kit.Shell, status, json => json.StatusRecord);
            else
                Write(kit.Shell, status);
            return ExitCode.Done;
        });
        return command;
    }

    private static void Write(Shell shell, StatusRecord status)
    {
        var running = shell.Clock.GetUtcNow() - status.Started;
        var table = new Table("Server", status.Name);
        table.Add("Version", status.Version);
        table.Add("Running for", $"{TimeLength.Format(TimeSpan.FromSeconds(Math.Max(0, (long)running.TotalSeconds)))}, since {Moment.Format(status.Started, shell.Clock)}");
        foreach (var door in status.Doors)
            table.Add($"Door: {door.Protocol}", door.Address);
        table.Add("Accounts", Count(status.Accounts));
        table.Add("Spaces", Count(status.Spaces));
        table.Add("Files and folders", $"{Count(status.Nodes)}, the past included");
        table.Add("Live", ByteSize.Format(status.LiveBytes));
        table.Add("History", ByteSize.Format(status.HistoryBytes));
        table.Add("On disk", $"{ByteSize.Format(status.BlobBytes)} in {Count(status.Blobs)} blobs, catalog {ByteSize.Format(status.CatalogBytes)}");
        table.Add("Free", ByteSize.Format(status.FreeBytes));
        table.Add("Commits", $"{Count(status.Units)} units of work in {Count(status.Batches)} durable commits");
        table.Add("Memory", ByteSize.Format(status.MemoryBytes));
        table.Write(shell);
    }

    private static string Count(long number) => number.ToString("#,0", CultureInfo.InvariantCulture);
}
